// What became of the money of an order: paid, returned, on its way back, and left with the store.
import { lostBy } from '../contract/dispute.ts'
import type { Money } from '../contract/money.ts'
import { isDisputed, moneyLeft, type OrderSummary } from '../contract/order.ts'
import { Price } from './components.tsx'
import { orderTexts } from './order-texts.ts'
import { useTexts } from './reader.ts'

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
  const t = useTexts(orderTexts).sums
  const parts: [string, Money][] = [
    [t.returned, returned],
    [t.byBank, byBank],
    [held ? t.held : t.due, due],
  ]
  const shown = parts.filter(([, { amount }]) => amount > 0)
  const rows = [[t.paid, paid] as const, ...shown, ...(shown.length > 0 ? [[t.left, left] as const] : [])]
  return (
    <>
      {rows.map(([term, amount]) => (
        <>
          <dt>{term}</dt>
          <dd>
            <Price of={amount} />
          </dd>
        </>
      ))}
    </>
  )
}
