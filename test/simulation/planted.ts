// Faults as someone could make them, each as a change of the text of one source file. The simulator has to find every
// one of them, or it would not find the real ones either.

export type Planted = {
  name: string
  file: string
  /** Stands exactly once in the file. */
  text: string
  becomes: string
  /** The promises that can be seen broken. */
  breaks: readonly string[]
}

const seqGuard = 'WHERE excluded.seq > seq'

export const planted: readonly Planted[] = [
  {
    name: 'the outbox moves its cursors before the queues have taken the messages',
    file: 'src/actor/outbox.ts',
    text: '  const sent = await Promise.all(',
    becomes: `  const last = events.at(-1)?.seq ?? 0
  const moved = Object.fromEntries(subscribers.map((subscriber) => [subscriber, last]))
  writeOutbox(ports.storage, { ...before, cursors: { ...before.cursors, ...moved } })
  const sent = await Promise.all(`,
    breaks: ['mypageAgrees', 'worklistAgrees', 'isFinalOrWaitsForAPerson', 'eachMessageOnce'],
  },
  {
    name: 'the order does not arm its alarm again after it went off',
    file: 'src/actor/order-actor.ts',
    text: 'await publish(this.#ports, this.#events)\n    this.arm()',
    becomes: 'await publish(this.#ports, this.#events)',
    breaks: ['isFinalOrWaitsForAPerson', 'mypageAgrees', 'worklistAgrees'],
  },
  {
    name: 'the payment does not arm its alarm again after it went off',
    file: 'src/payment/payment.ts',
    text: '      await this.#run()\n      this.#arm()',
    becomes: '      this.#setAlarm(null)',
    breaks: ['moneyIsSquare', 'isFinalOrWaitsForAPerson'],
  },
  {
    name: 'mypage projects without the guard by seq',
    file: 'src/mypage/store.ts',
    text: seqGuard,
    becomes: '',
    breaks: ['mypageAgrees'],
  },
  {
    name: 'the worklist keeps orders without the guard by seq',
    file: 'src/ordermanagement/store.ts',
    text: seqGuard,
    becomes: '',
    breaks: ['worklistAgrees'],
  },
  {
    name: 'the deliveries are kept without the guard by seq',
    file: 'src/delivery/store.ts',
    text: seqGuard,
    becomes: '',
    breaks: ['deliveryAgrees'],
  },
  {
    name: 'the message context does not look whether a message was sent',
    file: 'src/message/messages.ts',
    text: '  if (isSent) return\n',
    becomes: '',
    breaks: ['eachMessageOnce'],
  },
  {
    name: 'the payment owes a refund as often as it is told',
    file: 'src/payment/payment.ts',
    text: '    if (this.#books.refunds.some((row) => row.attempt === attempt)) return\n',
    becomes: '',
    breaks: ['refundedAtMostOnce'],
  },
  {
    name: 'a consumer acknowledges what it could not handle',
    file: 'src/platform/consume.ts',
    text: '      delivery.retry({ delaySeconds })\n',
    becomes: '      delivery.ack()\n',
    breaks: ['mypageAgrees', 'worklistAgrees', 'deliveryAgrees', 'isFinalOrWaitsForAPerson', 'eachMessageOnce'],
  },
  {
    name: 'the refund is forgotten when the approval comes after the cancel',
    file: 'src/order/decide.ts',
    text: `    return events(approved, { type: 'CancelOrderTaken', data: {} })`,
    becomes: '    return unchanged',
    breaks: ['moneyIsSquare'],
  },
  {
    name: 'a repeated report starts the delivery again',
    file: 'src/order/decide.ts',
    text: 'return state.delivery.deliveryId === deliveryId ? unchanged : refusals.otherDelivery',
    becomes: `return events({ type: 'DeliveryStarted', data: { deliveryId } })`,
    breaks: ['deliveredAtMostOnce'],
  },
  {
    name: 'another order under the same key is taken for a repeat',
    file: 'src/order/decide.ts',
    text: 'return state.order.fingerprint === command.fingerprint ? unchanged : refusals.keyReused',
    becomes: 'return unchanged',
    breaks: ['everythingShownWasTrue'],
  },
  {
    name: 'a charge without an answer counts as declined',
    file: 'src/payment/errands.ts',
    text: `(await answered('charge', call, ports)) ?? { status: 'unknown' }`,
    becomes: `(await answered('charge', call, ports)) ?? { status: 'declined', reason: 'failed' }`,
    breaks: ['moneyIsSquare', 'chargedAtMostOnce'],
  },
  {
    name: 'a charge is sent again under another key',
    file: 'src/payment/attempt.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text, and stands so in the file.
    text: '-${attempt}`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the same.
    becomes: '-${attempt}-${Date.now()}`',
    breaks: ['moneyIsSquare', 'chargedAtMostOnce', 'comesToRest'],
  },
  {
    name: 'a customer is told "paid" before the order has recorded it',
    file: 'src/payment/answer.ts',
    text: `    case 'approved':
    case 'processing':`,
    becomes: `    case 'approved':
      return accepted({ outcome: 'paid', order })
    case 'processing':`,
    breaks: ['everythingShownWasTrue', 'nothingAcknowledgedIsMissing'],
  },
  {
    name: 'a canceled order is final without its recall',
    file: 'src/order/state.ts',
    text: 'if (refund === null || (delivery !== null && !state.recalled)) return state',
    becomes: 'if (refund === null) return state',
    breaks: ['canceledDeliveryIsCalledBack'],
  },
  {
    name: 'an event is dated by the clock alone',
    file: 'src/actor/event-log.ts',
    text: 'const at = instant > lastAt ? instant : lastAt',
    becomes: 'const at = instant',
    breaks: ['historyIsWhole'],
  },
  {
    name: 'the delivery does not hear that it was completed',
    file: 'src/contract/routing.ts',
    text: `hears: ['OrderTaken', 'DeliveryCompleted', 'CancelOrderTaken']`,
    becomes: `hears: ['OrderTaken', 'CancelOrderTaken']`,
    breaks: ['deliveryAgrees'],
  },
]
