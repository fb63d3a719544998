// What became of the money of an order: paid, returned, on its way back, and left with the store.
import { lostBy } from '../contract/dispute.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import { isDisputed, moneyLeft, type OrderSummary } from '../contract/order.ts'

/** `returned`: by the store, `byBank`: by lost disputes. `held`: an open dispute holds what is still `due`. */
export type PaymentSums = { paid: Money; returned: Money; byBank: Money; due: Money; left: Money; held: boolean }

/** A canceled order is to leave nothing with the store. */
export function paymentSumsOf(order: OrderSummary): PaymentSums {
  const { captured: paid, refunded: returned, disputes } = order.payment
  const money = (amount: number) => ({ amount: Math.max(0, amount), currency: paid.currency })
  const byBank = money(lostBy(disputes))
  const left = order.cancel === null ? moneyLeft(order) : money(0)
  const due = money(paid.amount - returned.amount - byBank.amount - left.amount)
  return { paid, returned, byBank, due, left, held: isDisputed(order) }
}

/** Rows of a `dl`: what was paid and, once some of it goes back, where it is. */
export function PaymentSumRows({ order }: { order: OrderSummary }) {
  const { paid, returned, byBank, due, left, held } = paymentSumsOf(order)
  const parts: [string, Money][] = [
    ['Returned', returned],
    ['Returned by the bank', byBank],
    [held ? 'Waits for the bank' : 'On its way back', due],
  ]
  const shown = parts.filter(([, { amount }]) => amount > 0)
  const rows = [['Paid', paid] as const, ...shown, ...(shown.length > 0 ? [['Left', left] as const] : [])]
  return (
    <>
      {rows.map(([term, amount]) => (
        <>
          <dt>{term}</dt>
          <dd>{formatMoney(amount)}</dd>
        </>
      ))}
    </>
  )
}
