// The worklist as CSV: its form, its bound, its times, and that no spreadsheet computes what a customer typed.
import { describe, expect, test } from 'vitest'
import type { WorklistRow } from '../../../src/contract/rpc.ts'
import { csvLine, csvRowsMax, csvStream, instantsIn } from '../../../src/ordermanagement/csv.ts'
import { kang, orderIdOf } from '../../support/order-book.ts'

const english = { language: 'en', timeZone: 'Asia/Seoul' } as const
const row: WorklistRow = {
  orderId: orderIdOf(1),
  orderStatus: 'payApproved',
  ...kang,
  lines: [{ itemId: '1', itemName: 'Fan, small', qty: 2, unitPrice: { amount: 500, currency: 'KRW' } }],
  total: { amount: 1000, currency: 'KRW' },
  paidAt: '2026-11-02T09:00:00.000Z',
  updatedAt: '2026-11-02T09:00:00.000Z',
  seq: 2,
  needsAttention: 'notTaken',
  clerk: { id: 'usr_staff', name: 'Park', since: '2026-11-02T10:00:00.000Z' },
}

const noMore = async () => ({ items: [], cursor: null })
/** The text with its byte order mark. */
const textOf = async (stream: ReadableStream<Uint8Array>) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await new Response(stream).arrayBuffer())

test('has a byte order mark, a line of names, and each order with its times in the reader’s zone', async () => {
  const [names, line, ...rest] = (await textOf(csvStream({ items: [row], cursor: null }, noMore, english))).split(
    '\r\n',
  )
  expect(names).toBe(
    '\uFEFFOrder,Order id,Status,Needs attention,Paid (Asia/Seoul),Customer,Phone,Address,Goods,Total,Currency,' +
      'Clerk,Clerk since (Asia/Seoul)',
  )
  expect(line).toBe(
    `0000-0000,${row.orderId},Paid,not taken yet,2026-11-02T18:00:00+09:00,Kang,010-0123-4567,` +
      '"12 Teheran-ro, Gangnam","2 × Fan, small",1000,KRW,Park,2026-11-02T19:00:00+09:00',
  )
  expect(rest).toEqual([''])
  const korean = { language: 'ko', timeZone: 'UTC' } as const
  expect(await textOf(csvStream({ items: [row], cursor: null }, noMore, korean))).toContain('2026-11-02T09:00:00+00:00')
})

describe('a cell', () => {
  test.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    [' edge ', '" edge "'],
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+82 10', `'+82 10`],
    ['-1', `'-1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `"'\t=1"`],
    ['＝1+1', `'＝1+1`],
    ['a=1', 'a=1'],
  ])('%j is written as %j', (text, written) => expect(csvLine([text, 'x'])).toBe(`${written},x\r\n`))
})

test('reads page by page, up to its bound', async () => {
  let reads = 0
  const page = { items: Array.from({ length: 100 }, () => row), cursor: 'more' }
  const next = async () => {
    reads += 1
    return page
  }
  const lines = (await textOf(csvStream(page, next, english))).trimEnd().split('\r\n')
  expect([lines.length, reads]).toEqual([csvRowsMax + 1, csvRowsMax / 100 - 1])
})

test('breaks off when a later page cannot be read', async () => {
  const fault = async () => Promise.reject(new Error('D1 is down'))
  await expect(textOf(csvStream({ items: [row], cursor: 'more' }, fault, english))).rejects.toThrow('D1 is down')
})

test('an instant has the offset of its zone on its day', () => {
  expect(instantsIn('America/New_York')('2026-07-01T12:00:00.000Z')).toBe('2026-07-01T08:00:00-04:00')
  expect(instantsIn('Asia/Kolkata')('2026-12-31T23:30:00.000Z')).toBe('2027-01-01T05:00:00+05:30')
  expect(instantsIn('UTC')('2026-12-31T00:00:00.000Z')).toBe('2026-12-31T00:00:00+00:00')
})
