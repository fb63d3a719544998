// The worklist as CSV (RFC 4180), for a spreadsheet: UTF-8 with a byte order mark, by which Excel knows the encoding.
import { minorDigits } from '../contract/currency.ts'
import { shortNumber } from '../contract/ids.ts'
import type { Language, Reader } from '../contract/language.ts'
import type { Page, WorklistRow } from '../contract/rpc.ts'
import { goodsOf } from '../web/goods.ts'
import { attentionWord, statusWord } from '../web/orders.tsx'
import { texts } from './texts.ts'

/** Most rows of a file; they are read by the page while the file is sent. */
export const csvRowsMax = 5000

/** `next` reads the page after a cursor. A fault of it breaks the file off, so that no part is taken for the whole. */
export function csvStream(
  first: Page<WorklistRow>,
  next: (cursor: string) => Promise<Page<WorklistRow>>,
  reader: Reader,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const instant = instantsIn(reader.timeZone)
  let page: Page<WorklistRow> | null = first
  let left = csvRowsMax
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(`\uFEFF${csvLine(headings(reader))}`))
    },
    async pull(controller) {
      if (page === null) return controller.close()
      const { items, cursor }: Page<WorklistRow> = page
      const rows = items.slice(0, left)
      controller.enqueue(encoder.encode(rows.map((row) => csvLine(cellsOf(row, reader.language, instant))).join('')))
      left -= rows.length
      page = cursor === null || left === 0 ? null : await next(cursor)
    },
  })
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

/** A text that a spreadsheet would compute as a formula is shown as it is (OWASP, CSV injection). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Writes instants with the offset of a time zone (RFC 3339): `2026-11-02T18:00:00+09:00`. */
export function instantsIn(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-GB', { ...everyPart, timeZone })
  return (at) => {
    const parts = new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
    const offset = of('timeZoneName').replace('GMT', '') || '+00:00'
    return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}${offset}`
  }
}

const everyPart = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'longOffset',
} as const

function headings({ language, timeZone }: Reader): string[] {
  const { columns: c, ...t } = texts[language]
  const order = [t.number, c.orderId, t.status, c.attention, c.paidAt(timeZone)]
  const contact = [t.customer, c.phone, c.address]
  return [...order, ...contact, t.goods, t.total, c.currency, c.clerk, c.clerkSince(timeZone)]
}

function cellsOf(row: WorklistRow, language: Language, instant: (at: string) => string): string[] {
  const { amount, currency } = row.total
  const digits = minorDigits(currency)
  return [
    shortNumber(row.orderId),
    row.orderId,
    statusWord(row.orderStatus, language),
    row.needsAttention === null ? '' : attentionWord(row.needsAttention, language),
    instant(row.paidAt),
    row.customerName,
    row.deliveryPhone?.display ?? row.deliveryPhoneNumber,
    row.deliveryAddress,
    goodsOf(row.lines, language),
    (amount / 10 ** digits).toFixed(digits),
    currency,
    row.clerk?.name ?? '',
    row.clerk ? instant(row.clerk.since) : '',
  ]
}
