// The form of a partial refund, and the input that it sends.
import { idempotencyKeyPattern } from '../contract/idempotency.ts'
import { told } from '../contract/language.ts'
import { formatMoney, type Money, parseMoney } from '../contract/money.ts'
import { moneyLeft, type OrderSummary } from '../contract/order.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import { asLine, reasonLengthMax } from '../contract/text.ts'
import { Field } from '../web/components.tsx'
import { useReader } from '../web/reader.ts'
import { orderTexts } from './order-texts.ts'
import { refusals } from './refusals.ts'

export type RefundInput = { amount: string; currency: string; reason: string; key: string }

export type Refund = { amount: Money; reason: string; idempotencyKey: string }

type RefundFormProps = { order: OrderSummary; input: RefundInput | null; error: string | null }

/** Behind a summary; open when it was typed into before. */
export function RefundForm({ order, input, error }: RefundFormProps) {
  const { language } = useReader()
  const t = orderTexts[language]
  return (
    <details open={input !== null}>
      <summary>{t.refundPart}</summary>
      <form method="post" action={`/admin/orders/${order.orderId}/refund`}>
        <input type="hidden" name="currency" value={order.total.currency} />
        <input type="hidden" name="key" value={input?.key ?? crypto.randomUUID()} />
        <Field
          name="amount"
          label={t.amountIn(order.total.currency)}
          hint={t.leftToGive(formatMoney(moneyLeft(order), language))}
          value={input?.amount ?? ''}
          error={error ?? undefined}
          maxlength={20}
          required
        />
        <Field
          name="refundReason"
          label={t.refundReason}
          hint={t.reasonHint}
          value={input?.reason ?? ''}
          maxlength={reasonLengthMax}
          required
        />
        <button type="submit">{t.refund}</button>
      </form>
    </details>
  )
}

export function refundInputOf(form: Record<string, unknown>): RefundInput {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name].trim() : '')
  return { amount: text('amount'), currency: text('currency'), reason: text('refundReason'), key: text('key') }
}

/** The refund that the form asks for, or why its input is refused. */
export function parseRefund({ amount, currency, reason: input, key }: RefundInput): Result<Refund> {
  const money = parseMoney(amount, currency)
  if (money === null) {
    const detail = told({ en: orderTexts.en.notAnAmount, ko: orderTexts.ko.notAnAmount })
    return refused({ code: 'invalid_request', ...detail, field: 'amount' })
  }
  const reason = asLine(input, reasonLengthMax)
  if (reason === null) return refusals.refundReasonMissing
  if (!idempotencyKeyPattern.test(key)) return refusals.noFormKey
  return accepted({ amount: money, reason, idempotencyKey: key })
}
