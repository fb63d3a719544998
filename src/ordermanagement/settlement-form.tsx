// The form by which the staff settle a refund that the payment provider does not make, and the input that it sends.
import { told } from '../contract/language.ts'
import { formatMoney } from '../contract/money.ts'
import type { PaymentRefund } from '../contract/payment.ts'
import { accepted, type Result, refused } from '../contract/result.ts'
import {
  referenceLengthMax,
  type SettlementInput,
  settlementWaySchema,
  settlementWays,
} from '../contract/settlement.ts'
import { Field, Select } from '../web/components.tsx'
import { settlementWayWords } from '../web/payment-words.ts'
import { useReader } from '../web/reader.ts'
import { settlementTexts } from './settlement-texts.ts'

export type SettlementTyped = { refundId: string; way: string; reference: string; isChecked: boolean }

type Props = { orderId: string; refund: PaymentRefund; input: SettlementTyped | null; error: string | null }

/** Behind a summary; open when it was typed into before. */
export function SettlementForm({ orderId, refund, input, error }: Props) {
  const { language } = useReader()
  const t = settlementTexts[language]
  const typed = input?.refundId === refund.refundId ? input : null
  return (
    <details open={typed !== null}>
      <summary>{t.settle(formatMoney(refund.amount, language))}</summary>
      <form method="post" action={`/admin/orders/${orderId}/settlement`}>
        <p class="soft small">{t.hint}</p>
        <input type="hidden" name="refundId" value={refund.refundId} />
        <Select
          name="way"
          label={t.way}
          value={typed?.way ?? settlementWays[0]}
          options={settlementWays.map((way) => [way, settlementWayWords(way, language)] as const)}
        />
        <Field
          name="reference"
          label={t.reference}
          hint={t.referenceHint}
          value={typed?.reference ?? ''}
          error={(typed && error) ?? undefined}
          maxlength={referenceLengthMax}
          required
        />
        <label class="check">
          <input type="checkbox" name="checked" value="yes" checked={typed?.isChecked ?? false} required />{' '}
          {t.checkedAtProvider}
        </label>
        <button type="submit">{t.submit}</button>
      </form>
    </details>
  )
}

/** Whether the provider refuses it, so that the store may have to give the money back by itself. */
export function isRefused({ status, reason = null }: PaymentRefund): boolean {
  return status === 'due' && reason !== null
}

export function settlementTypedOf(form: Record<string, unknown>): SettlementTyped {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name].trim() : '')
  return {
    refundId: text('refundId'),
    way: text('way'),
    reference: text('reference'),
    isChecked: text('checked') === 'yes',
  }
}

/** What the form says, or why its input is refused. The reference is judged by whoever takes it. */
export function parseSettlement({ way, reference, isChecked }: SettlementTyped): Result<SettlementInput> {
  const known = settlementWaySchema.safeParse(way)
  if (!known.success) return refusedInput('way', 'noWay')
  if (!isChecked) return refusedInput('checkedAtProvider', 'notChecked')
  return accepted({ way: known.data, reference, checkedAtProvider: true })
}

function refusedInput(field: string, text: 'noWay' | 'notChecked') {
  const detail = told({ en: settlementTexts.en[text], ko: settlementTexts.ko[text] })
  return refused({ code: 'invalid_request', ...detail, field })
}
