// What Toss Payments has of one order, and its ledger page by page.
import * as z from 'zod'
import { minorDigits } from '../../../contract/currency.ts'
import type { Money } from '../../../contract/money.ts'
import type { ProviderRecord } from '../../../contract/payment.ts'
import { attemptsMax, chargeKey, orderOfKey } from '../charge-key.ts'
import type { LedgerPage } from '../provider.ts'
import { get, hasMoved, isNotFound, paymentSchema, statusSchema, type TossSettings, won } from './api.ts'
import { listedRefunds } from './refund.ts'

const transactionsSchema = z.array(
  z.object({
    transactionKey: z.string(),
    paymentKey: z.string(),
    orderId: z.string(),
    status: statusSchema,
    currency: z.string(),
    amount: z.number(),
    transactionAt: z.string(),
  }),
)

/** Toss cannot list the payments of an order, so each key that an attempt can have is looked up. */
export async function readRecord(
  settings: TossSettings,
  orderId: string,
  signal: AbortSignal,
): Promise<ProviderRecord> {
  const keys = Array.from({ length: attemptsMax }, (_, index) => chargeKey(orderId, index + 1))
  const payments = await Promise.all(
    keys.map(async (key) => {
      const answer = await get(settings, `/v1/payments/orders/${encodeURIComponent(key)}`, signal)
      if (answer.status === 404 && isNotFound(answer.body)) return []
      if (answer.status !== 200) throw new Error(`Toss answered ${answer.status} when asked for a payment`)
      const payment = paymentSchema.parse(answer.body)
      return hasMoved(payment.status) ? [payment] : []
    }),
  )
  return {
    charges: payments.flat().map(({ paymentKey, totalAmount }) => ({ id: paymentKey, amount: won(totalAmount) })),
    refunds: payments.flat().flatMap((payment) => {
      const made = listedRefunds(payment).filter(({ status }) => status === 'made')
      return made.map(({ id, amount }) => ({ id, amount }))
    }),
  }
}

/** The most transactions on a page. */
const pageMax = 100
const koreaAheadMs = 9 * 3600_000

/** Toss takes times in Korean time and whole seconds, so entries outside of `from` and `to` are left out here. */
export async function readLedger(
  settings: TossSettings,
  from: number,
  to: number,
  cursor: string | null,
  signal: AbortSignal,
): Promise<LedgerPage> {
  const korean = (at: number) => new Date(at + koreaAheadMs).toISOString().slice(0, 19)
  const after: Record<string, string> = cursor === null ? {} : { startingAfter: cursor }
  const query = { startDate: korean(from), endDate: korean(to), limit: String(pageMax), ...after }
  const answer = await get(settings, `/v1/transactions?${new URLSearchParams(query)}`, signal)
  if (answer.status !== 200) throw new Error(`Toss answered ${answer.status} when asked for its transactions`)
  const rows = transactionsSchema.parse(answer.body)
  const entries = rows
    .map(({ status, transactionKey, paymentKey, orderId, amount, currency, transactionAt }) => {
      const kind = status === 'DONE' ? ('charge' as const) : ('refund' as const)
      const id = kind === 'charge' ? paymentKey : transactionKey
      const money = minorUnits(Math.abs(amount), currency)
      return { status, entry: { kind, id, orderId: orderOfKey(orderId), amount: money, at: Date.parse(transactionAt) } }
    })
    .filter(({ status, entry }) => hasMoved(status) && entry.at >= from && entry.at < to)
  const last = rows.length === pageMax ? rows.at(-1) : undefined
  return { entries: entries.map(({ entry }) => entry), cursor: last?.transactionKey ?? null }
}

/** Toss gives amounts in major units, with decimals where the currency has them. */
function minorUnits(amount: number, currency: string): Money {
  return { amount: Math.round(amount * 10 ** minorDigits(currency)), currency }
}
