// Lists page by page over real SQL: whole, in order, without repeats, whatever is added in the meantime.
import { describe, expect, it, test } from 'vitest'
import { cutPage, encodeCursor } from '../../../src/platform/cursor.ts'
import { type Listing, newestFirst, oldestFirst, readPage } from '../../../src/platform/paging.ts'
import { type LocalDatabase, openDatabase } from '../../support/sqlite.ts'

type Row = { at: string; id: string; kind: string }

const kinds = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
/** Several rows of one time, so that only the id orders them. */
const rows: Row[] = Array.from({ length: 40 }, (_, number) => ({
  at: `2026-11-01T12:00:${String(Math.floor(number / 3)).padStart(2, '0')}.000Z`,
  id: `id_${String((number * 7) % 40).padStart(2, '0')}`,
  kind: kinds[number % kinds.length] ?? 'a',
}))
const newest = rows.toSorted((a, b) => (a.at + a.id < b.at + b.id ? 1 : -1))

const listing: Listing = { select: 'at, id, kind', from: 'thing', where: [], newestBy: ['at', 'id'] }

async function add(database: LocalDatabase, { at, id, kind }: Row): Promise<void> {
  await database.prepare('INSERT INTO thing (at, id, kind) VALUES (?, ?, ?)').bind(at, id, kind).run()
}

async function filled(): Promise<LocalDatabase> {
  const database = openDatabase('message')
  await database.prepare('CREATE TABLE thing (at TEXT, id TEXT, kind TEXT)').run()
  for (const row of rows) await add(database, row)
  return database
}

/** All rows of a list, page by page. `between` runs after each page. */
async function pages(
  database: LocalDatabase | LocalDatabase[],
  list: Listing,
  limit: number,
  between = async () => {},
  readRows = newestFirst,
): Promise<unknown[][]> {
  const found: unknown[][] = []
  let cursor: string | null = null
  do {
    const keyset = readPage({ limit, cursor })
    if (!keyset.ok) throw new Error(keyset.rejection.detail)
    const read = await readRows([database].flat(), list, keyset.value)
    expect(read.length).toBeLessThanOrEqual(limit + 1)
    const page = cutPage(read, limit, ({ at, id }) => [String(at), String(id)])
    found.push(page.items)
    cursor = page.cursor
    await between()
  } while (cursor !== null)
  return found
}

describe('a list', () => {
  it.each([1, 7, 40, 100])('in pages of %d is whole and newest first', async (limit) => {
    const found = await pages(await filled(), listing, limit)
    expect(found.flat()).toEqual(newest)
    expect(found).toHaveLength(Math.ceil(40 / limit))
  })
  it('is the same from its other end', async () => {
    const found = await pages(await filled(), listing, 7, undefined, oldestFirst)
    expect(found.flat()).toEqual(newest.toReversed())
  })
  it('repeats and skips nothing when newer rows come between its pages', async () => {
    const database = await filled()
    let added = 0
    const between = async () => {
      added += 1
      await add(database, { at: `2026-11-02T12:00:0${added}.000Z`, id: `new_${added}`, kind: 'a' })
    }
    expect((await pages(database, listing, 10, between)).flat()).toEqual(newest)
  })
  it('has only the rows of its conditions, whose values are bound', async () => {
    const where: Listing['where'] = [
      ['kind = ?', 'b'],
      ['id <> ?', "'; --"],
    ]
    const found = await pages(await filled(), { ...listing, where }, 2)
    expect(found.flat()).toEqual(newest.filter(({ kind }) => kind === 'b'))
  })
  it.each([[['a']], [['c', 'a']], [kinds.slice(0, 6)], [kinds]])(
    'merged by %j is that of these values',
    async (values) => {
      const merged: Listing = { ...listing, mergedBy: { column: 'kind', values } }
      const found = await pages(await filled(), merged, 4)
      expect(found.flat()).toEqual(newest.filter(({ kind }) => values.includes(kind)))
    },
  )
  it('is one query, however many values it is merged by', async () => {
    const database = await filled()
    const before = database.calls.single
    await newestFirst(
      [database],
      { ...listing, mergedBy: { column: 'kind', values: kinds } },
      { limit: 5, after: null },
    )
    expect(database.calls.single).toBe(before + 1)
  })
})

test.each([0, -1, 1.5, 101, Number.NaN])('a limit of %d is refused by its field', (limit) => {
  expect(readPage({ limit, cursor: null })).toMatchObject({ ok: false, rejection: { field: 'limit' } })
})

test.each([['text'], [encodeCursor(['2026'])], [encodeCursor([1, 'id'])], [encodeCursor(['2026', 7])]])(
  'the cursor %s is refused by its field',
  (cursor) => expect(readPage({ limit: 1, cursor })).toMatchObject({ ok: false, rejection: { field: 'cursor' } }),
)

test('the limits of a page are allowed', () => {
  expect(readPage({ limit: 1, cursor: null })).toEqual({ ok: true, value: { limit: 1, after: null } })
  expect(readPage({ limit: 100, cursor: encodeCursor(['t', 'i']) })).toEqual({
    ok: true,
    value: { limit: 100, after: ['t', 'i'] },
  })
})
