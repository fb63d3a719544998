// The names of figures: those of OpenMetrics, and one series for each set of labels.
import { expect, test } from 'vitest'
import {
  type FigureDefinition,
  figureDefinitions,
  figureNames,
  figureOf,
  seriesOf,
} from '../../../src/contract/figures.ts'

test.each(figureNames)('%s is named and told as OpenMetrics asks for', (name) => {
  const { type, unit, labels, help }: FigureDefinition = figureDefinitions[name]
  expect(name).toMatch(/^homeappliance_[a-z_]+$/)
  expect(name.endsWith('_total')).toBe(type === 'counter')
  if (unit !== undefined) expect(name.replace(/_(total|bucket|sum|count)$/, '')).toMatch(new RegExp(`_${unit}$`))
  expect(labels.length).toBeLessThanOrEqual(2)
  expect(help).not.toMatch(/[\n"\\]/)
})

test('a series gives its figure; one of another release gives none', () => {
  const labels = ['order', 'failed']
  expect(seriesOf('homeappliance_calls_total', labels)).toBe('homeappliance_calls_total|order|failed')
  expect(figureOf('homeappliance_calls_total|order|failed', 3)).toEqual({
    name: 'homeappliance_calls_total',
    labels,
    value: 3,
  })
  expect(figureOf('homeappliance_new_total', 1)).toBeNull()
  expect(figureOf('homeappliance_calls_total|order', 1)).toBeNull()
})
