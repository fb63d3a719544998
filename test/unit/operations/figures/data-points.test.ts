// The data points of Analytics Engine, and the dashboard that queries them: it names what is written, and all of it.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { figureDefinitions, figureNames } from '../../../../src/contract/figures.ts'
import { columns, dataPointsOf, pointsMax } from '../../../../src/operations/figures/data-points.ts'

const fileAt = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
const dataset = /\[\[analytics_engine_datasets\]\]\nbinding = "FIGURES"\ndataset = "(\w+)"/.exec(
  fileAt('workers/operations/wrangler.toml'),
)?.[1]

test('what is counted has its growth beside its value; a gauge has none', () => {
  const calls = { name: 'homeappliance_calls_total', labels: ['order', 'failed'], value: 7 } as const
  const letters = { name: 'homeappliance_dead_letters', labels: ['mypage'], value: 2 } as const
  expect(dataPointsOf([calls, letters], { 'homeappliance_calls_total|order|failed': 4 })).toEqual([
    {
      indexes: ['homeappliance_calls_total'],
      blobs: ['homeappliance_calls_total', 'order', 'failed'],
      doubles: [7, 3],
    },
    { indexes: ['homeappliance_dead_letters'], blobs: ['homeappliance_dead_letters', 'mypage'], doubles: [2, 0] },
  ])
})

test('one invocation writes no more points than the platform takes', () => {
  const many = Array.from({ length: pointsMax + 1 }, (_, n) => {
    return { name: 'homeappliance_dead_letters', labels: [String(n)], value: 1 } as const
  })
  expect(dataPointsOf(many, {})).toHaveLength(pointsMax)
})

const dashboardSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ query: z.string() })).min(1) })),
})
/** What a query may hold besides the columns and a figure: SQL of Analytics Engine, and the plugin's macros. */
const words =
  /\b(SELECT|AS|FROM|WHERE|AND|GROUP|BY|ORDER|intDiv|toUInt32|toDateTime|max|sum|t|label|value|timestamp)\b/g

/** What is wrong with a query; null when nothing is. */
function wrongIn(query: string): string | null {
  const [, figure = ''] = /blob1 = '(\w+)'/.exec(query) ?? []
  const name = figureNames.find((known) => known === figure)
  if (name === undefined) return `there is no figure "${figure}"`
  const { type, labels } = figureDefinitions[name]
  const known = [columns.name, ...columns.labels.slice(0, labels.length), columns.value]
  const allowed: readonly string[] = type === 'gauge' ? known : [...known, columns.growth]
  const rest = query
    .replace(`'${figure}'`, '')
    .replace(words, '')
    .replace(/\$(interval|from|to)\b/g, '')
  const strange = [...rest.matchAll(/[A-Za-z_]\w*/g)]
    .map(([word]) => word)
    .filter((word) => word !== dataset && !allowed.includes(word))
  return strange.length === 0 ? null : `nobody writes ${strange.join(', ')}`
}

describe('the dashboard', () => {
  const { panels } = dashboardSchema.parse(JSON.parse(fileAt('docs/grafana.json')))
  const queries = panels.flatMap(({ title, targets }) => targets.map(({ query }) => [title, query] as const))

  test.each(queries)('%s asks for what is written', (_, query) => expect(wrongIn(query)).toBeNull())

  test('shows every figure but the sums behind the histogram', () => {
    const shown = figureNames.filter((name) => queries.some(([, query]) => query.includes(`'${name}'`)))
    expect(figureNames.filter((name) => !shown.includes(name))).toEqual([
      'homeappliance_payment_duration_seconds_sum',
      'homeappliance_payment_duration_seconds_count',
    ])
  })

  test.each([
    ['a figure that there is not', 'homeappliance_dead_letters', 'homeappliance_letters'],
    ['a column of no label', 'blob2', 'blob3'],
    ['the growth of a gauge', 'double1', 'double2'],
    ['another dataset', 'homeappliance_figures', 'figures'],
  ])('%s is caught', (_, from, to) => {
    const [, query = ''] = queries.find(([title]) => title === 'Dead letters') ?? []
    expect(wrongIn(query)).toBeNull()
    expect(wrongIn(query.replaceAll(from, to))).not.toBeNull()
  })
})
