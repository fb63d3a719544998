// The form by which the staff give a part of the money back, and what was typed into it.
import { formatMoney, type Money, parseMoney } from '../contract/money.ts'
import { moneyLeft, type OrderSummary } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import { Field } from '../web/components.tsx'
import { noteLengthMax } from './worklist.ts'

export type RefundTyped = { amount: string; currency: string; reason: string; key: string }

type RefundFormProps = { order: OrderSummary; typed: RefundTyped | null; error: string | undefined }

/** Behind a summary; open when what was typed was refused. */
export function RefundForm({ order, typed, error }: RefundFormProps) {
  return (
    <details open={typed !== null}>
      <summary>Give a part of the money back</summary>
      <form method="post" action={`/admin/orders/${order.orderId}/refund`}>
        <input type="hidden" name="currency" value={order.total.currency} />
        <input type="hidden" name="key" value={typed?.key ?? crypto.randomUUID()} />
        <Field
          name="amount"
          label={`Amount in ${order.total.currency}`}
          hint={`${formatMoney(moneyLeft(order))} can still be given back.`}
          value={typed?.amount ?? ''}
          error={error}
          maxlength={20}
          required
        />
        <Field
          name="refundReason"
          label="Reason for the refund"
          hint="The customer reads it."
          value={typed?.reason ?? ''}
          maxlength={noteLengthMax}
          required
        />
        <button type="submit">Give it back</button>
      </form>
    </details>
  )
}

export function typedOf(form: Record<string, unknown>): RefundTyped {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name].trim() : '')
  return { amount: text('amount'), currency: text('currency'), reason: text('refundReason'), key: text('key') }
}

/** What the form asks for, or why it cannot be read. */
export function readRefund({ amount, currency, reason }: RefundTyped): Result<{ amount: Money; reason: string }> {
  const money = parseMoney(amount, currency)
  if (money === null) {
    return refused({ code: 'invalid_request', detail: 'The amount is a number, such as 1500.', field: 'amount' })
  }
  if (reason === '' || reason.length > noteLengthMax) {
    const detail = `A refund needs its reason, in 1 to ${noteLengthMax} characters.`
    return refused({ code: 'invalid_request', detail, field: 'reason' })
  }
  return accepted({ amount: money, reason })
}
