// The store of the figures: each sample is summed up once, peaks pass, and a window begins at its minute.
import { expect, test } from 'vitest'
import {
  addSample,
  countOpenLetters,
  foldSamples,
  readBefore,
  readFigures,
  samplesMax,
  seriesMax,
} from '../../../../src/operations/figures/store.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const noon = Date.parse('2026-11-30T12:00:00.000Z')
const minute = 60_000
const placed = 'homeappliance_orders_placed_total'
const age = 'homeappliance_outbox_age_seconds|mypage'

test('samples of many isolates add up, each once, and the greatest peak counts', async () => {
  const database = openDatabase('operations')
  await addSample(database, { counts: { [placed]: 2 }, peaks: { [age]: 5 } }, noon)
  await addSample(database, { counts: { [placed]: 3 }, peaks: { [age]: 61 } }, noon)
  for (let run = 0; run < 2; run += 1) await foldSamples(database, noon)
  expect(await readFigures(database, noon)).toEqual([
    { name: placed, labels: [], value: 5 },
    { name: 'homeappliance_outbox_age_seconds', labels: ['mypage'], value: 61 },
  ])
  expect(await readFigures(database, noon + 2 * minute)).toHaveLength(2)
  expect(await readFigures(database, noon + 3 * minute)).toEqual([{ name: placed, labels: [], value: 5 }])
})

test('the sums of a window’s beginning are found by their minute, and those of a shop that is younger are none', async () => {
  const database = openDatabase('operations')
  for (let run = 0; run < 10; run += 1) {
    await addSample(database, { counts: { [placed]: 1 }, peaks: {} }, noon + run * minute)
    await foldSamples(database, noon + run * minute)
  }
  const before = await readBefore(database, [300, 3600], noon + 9 * minute)
  expect([...before]).toEqual([
    [300, { [placed]: 5 }],
    [3600, {}],
  ])
})

test('what is older than any window is deleted', async () => {
  const database = openDatabase('operations')
  await foldSamples(database, noon)
  await foldSamples(database, noon + 73 * 3_600_000)
  expect(database.rows('SELECT count(*) AS n FROM figure_history')).toEqual([{ n: 2 }])
  await foldSamples(database, noon + 73 * 3_600_000 + minute)
  expect(database.rows('SELECT min(at) AS at FROM figure_history')).toEqual([{ at: noon + 73 * 3_600_000 }])
})

test.each([
  ['no number', { counts: { [placed]: Number.NaN }, peaks: {} }],
  ['a negative number', { counts: { [placed]: -1 }, peaks: {} }],
  [
    'too many',
    { counts: Object.fromEntries(Array.from({ length: seriesMax + 1 }, (_, n) => [`s${n}`, 1])), peaks: {} },
  ],
])('a sample with %s is refused, and nothing is kept', async (_, sample) => {
  const database = openDatabase('operations')
  await expect(addSample(database, sample, noon)).rejects.toThrow()
  expect(database.rows('SELECT count(*) AS n FROM figure_samples')).toEqual([{ n: 0 }])
})

test('while nobody sums them up, no more than so many samples wait', async () => {
  const database = openDatabase('operations')
  await database.prepare(`INSERT INTO figure_samples VALUES (${samplesMax}, 0, '{}', '{}')`).run()
  await addSample(database, { counts: { [placed]: 1 }, peaks: {} }, noon)
  expect(database.rows('SELECT count(*) AS n FROM figure_samples')).toEqual([{ n: 1 }])
  await foldSamples(database, noon)
  await addSample(database, { counts: { [placed]: 1 }, peaks: {} }, noon)
  expect(database.rows('SELECT count(*) AS n FROM figure_samples')).toEqual([{ n: 1 }])
})

test('only open dead letters count, for each subscriber', async () => {
  const database = openDatabase('operations')
  const sql = `INSERT INTO dead_letters (dead_letter_id, subscriber, body, attempts, died_at, state)
    VALUES ('1', 'mypage', '{}', 1, 't', 'open'), ('2', 'mypage', '{}', 1, 't', 'discarded'),
      ('3', 'a queue of before', '{}', 1, 't', 'open')`
  await database.prepare(sql).run()
  const found = await countOpenLetters(database)
  expect(found.filter(({ value }) => value > 0).map(({ labels, value }) => [...labels, value])).toEqual([
    ['mypage', 1],
    ['a queue of before', 1],
  ])
  expect(found.find(({ labels }) => labels[0] === 'delivery')?.value).toBe(0)
})
