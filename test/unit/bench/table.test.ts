// Tables of figures, as they stand in a terminal and in docs/scale.md.
import { expect, test } from 'vitest'
import { atLeast, promised } from '../../bench/figures.ts'
import { markdownTable, textTable, verdictLine, verdictTable } from '../../bench/table.ts'

const table = {
  title: 'place',
  columns: ['call', 'clients', 'per s'],
  rows: [
    ['bare actor', '1', '45.1'],
    ['place', '16', '1200'],
  ],
}

test('names stand left, figures right', () => {
  expect(textTable(table)).toMatchInlineSnapshot(`
    "── place ──
    call        clients  per s
    bare actor        1   45.1
    place            16   1200"
  `)
})

test('Markdown', () => {
  expect(markdownTable({ ...table, rows: [['a|b', '1', '2']] })).toMatchInlineSnapshot(`
    "**place**

    | call | clients | per s |
    | --- | ---: | ---: |
    | a\\|b | 1 | 2 |"
  `)
})

test('a missed target is shown as such, in both', () => {
  const verdicts = [atLeast('place / bare actor', 0.43, 0.6), promised('no call fails', true, '0 errors')]
  expect(verdicts.map(verdictLine)).toEqual([
    'FAIL  target   place / bare actor ≥ 0.6: 0.43',
    'PASS  promise  no call fails: 0 errors',
  ])
  expect(verdictTable(verdicts).rows).toEqual([
    ['place / bare actor ≥ 0.6', 'target', '0.43', 'FAIL'],
    ['no call fails', 'promise', '0 errors', 'PASS'],
  ])
})
