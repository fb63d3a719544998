// The form by which the staff give a part of the money back, and what was typed into it.
import { idempotencyKeyPattern } from '../contract/idempotency.ts'
import { formatMoney, type Money, parseMoney } from '../contract/money.ts'
import { moneyLeft, type OrderSummary } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import { asLine, reasonLengthMax, reasonWanted } from '../contract/text.ts'
import { Field } from '../web/components.tsx'

export type RefundTyped = { amount: string; currency: string; reason: string; key: string }

export type Refund = { amount: Money; reason: string; idempotencyKey: string }

type RefundFormProps = { order: OrderSummary; typedInput: RefundTyped | null; error: string | undefined }

/** Behind a summary; open when what was typed was refused. */
export function RefundForm({ order, typedInput, error }: RefundFormProps) {
  return (
    <details open={typedInput !== null}>
      <summary>Give a part of the money back</summary>
      <form method="post" action={`/admin/orders/${order.orderId}/refund`}>
        <input type="hidden" name="currency" value={order.total.currency} />
        <input type="hidden" name="key" value={typedInput?.key ?? crypto.randomUUID()} />
        <Field
          name="amount"
          label={`Amount in ${order.total.currency}`}
          hint={`${formatMoney(moneyLeft(order))} can still be given back.`}
          value={typedInput?.amount ?? ''}
          error={error}
          maxlength={20}
          required
        />
        <Field
          name="refundReason"
          label="Reason for the refund"
          hint="The customer reads it."
          value={typedInput?.reason ?? ''}
          maxlength={reasonLengthMax}
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
export function readRefund({ amount, currency, reason: input, key }: RefundTyped): Result<Refund> {
  const money = parseMoney(amount, currency)
  if (money === null) {
    return refused({ code: 'invalid_request', detail: 'The amount is a number, such as 1500.', field: 'amount' })
  }
  const reason = asLine(input, reasonLengthMax)
  if (reason === null) {
    return refused({ code: 'invalid_request', detail: `A refund needs its reason, ${reasonWanted}.`, field: 'reason' })
  }
  if (!idempotencyKeyPattern.test(key)) {
    return refused({ code: 'invalid_request', detail: 'This form was sent without its own key: please send it again.' })
  }
  return accepted({ amount: money, reason, idempotencyKey: key })
}
