// Lists that stand in several databases: their pages are those of one database with all rows.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutPage } from '../../../src/platform/cursor.ts'
import { merged } from '../../../src/platform/merge.ts'
import { type Keyset, type Listing, newestFirst, oldestFirst, readPage } from '../../../src/platform/paging.ts'
import { type LocalDatabase, openDatabase } from '../../support/sqlite.ts'

type Row = { at: string; id: string; kind: string; of: number }

const kinds = ['a', 'b', 'c', 'd', 'e', 'f']
const listing: Listing = { select: 'at, id, kind', from: 'thing', where: [], newestBy: ['at', 'id'] }
const ofKinds: Listing = { ...listing, mergedBy: { column: 'kind', values: kinds } }

/** Many rows of one time, so that only the id orders them. */
const rowsArbitrary = fc
  .uniqueArray(
    fc.record({
      at: fc.integer({ min: 0, max: 3 }).map((second) => `2026-11-02T09:00:0${second}.000Z`),
      id: fc.integer({ min: 0, max: 99 }).map((number) => `id_${number}`),
      kind: fc.constantFrom(...kinds),
      of: fc.nat({ max: 3 }),
    }),
    { selector: ({ id }) => id, maxLength: 40 },
  )
  .map((rows): Row[] => rows)

function filled(databases: readonly LocalDatabase[], rows: readonly Row[]): void {
  for (const database of databases) database.rows('CREATE TABLE thing (at TEXT, id TEXT, kind TEXT)')
  for (const { at, id, kind, of } of rows) {
    databases[of % databases.length]?.rows(`INSERT INTO thing (at, id, kind) VALUES ('${at}', '${id}', '${kind}')`)
  }
}

type Read = typeof newestFirst

async function pages(read: Read, databases: readonly LocalDatabase[], list: Listing, limit: number) {
  const found: unknown[][] = []
  for (let cursor: string | null = null; ; ) {
    const keyset = readPage({ limit, cursor })
    if (!keyset.ok) throw new Error(keyset.rejection.detail)
    const rows = await read(databases, list, keyset.value)
    expect(rows.length).toBeLessThanOrEqual(limit + 1)
    const page = cutPage(rows, limit, ({ at, id }) => [String(at), String(id)])
    found.push(page.items)
    cursor = page.cursor
    if (cursor === null) return found
  }
}

test('the merged pages of several databases are the pages of one with all rows', async () => {
  const lists = fc.constantFrom(listing, ofKinds, { ...listing, where: [['kind <> ?', 'a']] } satisfies Listing)
  await fc.assert(
    fc.asyncProperty(
      rowsArbitrary,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 12 }),
      lists,
      fc.constantFrom(newestFirst, oldestFirst),
      async (rows, count, limit, list, read) => {
        const open = () => openDatabase('archive')
        const [one, several] = [[open()], Array.from({ length: count }, open)]
        filled(one, rows)
        filled(several, rows)
        expect(await pages(read, several, list, limit)).toEqual(await pages(read, one, list, limit))
      },
    ),
    { numRuns: 60 },
  )
})

test('each database is asked once for a page, for no more rows than the page shows', async () => {
  const databases = [openDatabase('archive'), openDatabase('archive'), openDatabase('archive')]
  filled(databases, [])
  const before = databases.map(({ calls }) => calls.single)
  const keyset: Keyset = { limit: 5, after: null }
  await newestFirst(databases, ofKinds, keyset)
  expect(databases.map(({ calls }, index) => calls.single - Number(before[index]))).toEqual([1, 1, 1])
})

test('each list keeps its own order, whatever that is', () => {
  const lists = [
    [5, 1, 4],
    [3, 9],
  ]
  expect(merged(lists, 10, (a, b) => a > b)).toEqual([5, 3, 9, 1, 4])
  expect(merged(lists, 2, (a, b) => a > b)).toEqual([5, 3])
  expect(merged<number>([], 2, (a, b) => a > b)).toEqual([])
})
