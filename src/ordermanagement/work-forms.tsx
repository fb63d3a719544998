// What a clerk can do about an order: have it in hand, hand it over packed, give money back, cancel it.
import type { Caller } from '../contract/caller.ts'
import { moneyLeft, type OrderStatus, type OrderSummary } from '../contract/order.ts'
import type { Clerk } from '../contract/rpc.ts'
import { reasonLengthMax } from '../contract/text.ts'
import { Field, Notice } from '../web/components.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import { instantText } from '../web/times.ts'
import type { NoteInput } from './notes.ts'
import { orderTexts } from './order-texts.ts'
import { RefundForm, type RefundInput } from './refund-form.tsx'
import type { SettlementTyped } from './settlement-form.tsx'
import { texts } from './texts.ts'

/** What was typed into a form, to be shown in it again, and why it was refused; `error` is null when it was not. */
export type Typed = {
  cancelReason: string | null
  refund: RefundInput | null
  settlement: SettlementTyped | null
  note: NoteInput | null
  error: string | null
}

type Props = { caller: Caller; order: OrderSummary; clerk: Clerk | null; typed: Typed }

export function WhatToDo({ caller, order, clerk, typed }: Props) {
  const t = useTexts(orderTexts)
  const { orderId, orderStatus } = order
  const isStaff = caller.role === 'staff'
  const mayRefund = isStaff && refundable.includes(orderStatus) && moneyLeft(order).amount > 0
  const mayCancel = isStaff && cancelable.includes(orderStatus)
  const hasSlip = packable.includes(orderStatus)
  const hasDelivery = isStaff && order.delivery !== null
  if (!mayRefund && !mayCancel && !hasSlip && !hasDelivery) return null
  return (
    <section class="card">
      <h2>{t.whatToDo}</h2>
      {isStaff && orderStatus === 'payApproved' && <PackForms caller={caller} orderId={orderId} clerk={clerk} />}
      <p class="row">
        {hasSlip && <a href={`/admin/orders/${orderId}/slip`}>{t.slip}</a>}
        {hasDelivery && <a href={`/courier/deliveries/${orderId}`}>{t.delivery}</a>}
      </p>
      {mayRefund && <RefundForm order={order} input={typed.refund} error={typed.refund && typed.error} />}
      {mayCancel && <CancelForm orderId={orderId} typed={typed} />}
    </section>
  )
}

type PackProps = { caller: Caller; orderId: string; clerk: Clerk | null }

/** One clerk has the order in hand; another one has to take it from them first. */
function PackForms({ caller, orderId, clerk }: PackProps) {
  const reader = useReader()
  const t = orderTexts[reader.language]
  if (clerk !== null && clerk.id !== caller.subject) return <ClaimFrom orderId={orderId} clerk={clerk} />
  return (
    <>
      {clerk !== null && <Notice>{t.yours(instantText(clerk.since, reader))}</Notice>}
      {clerk === null && (
        <form method="post" action={`/admin/orders/${orderId}/claim`}>
          <p class="soft small">{t.claimHint}</p>
          <button class="wide quiet" type="submit">
            {t.claim}
          </button>
        </form>
      )}
      <form method="post" action={`/admin/orders/${orderId}/take`}>
        <p class="soft small">{t.packHint}</p>
        <button class="wide" type="submit">
          {t.pack}
        </button>
      </form>
      {clerk !== null && (
        <form method="post" action={`/admin/orders/${orderId}/release`}>
          <button class="wide quiet" type="submit">
            {t.release}
          </button>
        </form>
      )}
    </>
  )
}

/** Behind a summary: the other clerk may have packed half of it. */
function ClaimFrom({ orderId, clerk: { id, name, since } }: { orderId: string; clerk: Clerk }) {
  const reader = useReader()
  const t = orderTexts[reader.language]
  return (
    <>
      <Notice tone="warn">{texts[reader.language].claimedBy(name, instantText(since, reader))}</Notice>
      <details>
        <summary>{t.claimFrom(name)}</summary>
        <form method="post" action={`/admin/orders/${orderId}/claim`}>
          <input type="hidden" name="from" value={id} />
          <p class="soft small">{t.claimFromWarning(name)}</p>
          <button type="submit">{t.claimFromConfirm(name)}</button>
        </form>
      </details>
    </>
  )
}

/** Behind a summary, since a cancel cannot be undone; open when it was typed into before. */
function CancelForm({ orderId, typed: { cancelReason, error } }: { orderId: string; typed: Typed }) {
  const t = useTexts(orderTexts)
  return (
    <details open={cancelReason !== null}>
      <summary>{t.cancelThis}</summary>
      <form method="post" action={`/admin/orders/${orderId}/cancel`}>
        <Field
          name="reason"
          label={t.cancelReason}
          hint={t.reasonHint}
          value={cancelReason ?? ''}
          error={(cancelReason !== null && error) || undefined}
          maxlength={reasonLengthMax}
          required
        />
        <button class="danger" type="submit">
          {t.cancel}
        </button>
      </form>
    </details>
  )
}

/** The statuses in which a partial refund, a cancel, or a packing slip is offered; the order decides. */
const refundable: readonly OrderStatus[] = ['payApproved', 'orderTaken', 'deliveryStarted', 'deliveryCompleted']
const cancelable: readonly OrderStatus[] = ['orderStarted', 'payApproved', 'orderTaken', 'deliveryStarted']
const packable: readonly OrderStatus[] = ['payApproved', 'orderTaken', 'deliveryStarted']
