// Faults as someone could make them, each as a change of the text of one source file. The simulator has to find every
// one of them, or it would not find the real ones either.

export type Planted = {
  name: string
  file: string
  /** Stands exactly once in the file. */
  text: string
  becomes: string
  /** Whether it takes messages lost for good to see it; without them, nothing is ever sent again. */
  losesMessages?: true
  /** The promises that can be seen broken. */
  breaks: readonly string[]
}

const seqGuard = 'WHERE excluded.seq > seq'

export const planted: readonly Planted[] = [
  {
    name: 'the outbox moves its cursors before the queues have taken the messages',
    file: 'src/actor/order-actor.ts',
    text: '      const sent = await publish(this.#ports, this.#outbox, this.#events)\n',
    becomes: `      const before = this.#outbox
      const { seq } = this.#state
      const cursors = { ordermanagement: seq, delivery: seq, payment: seq, message: seq, mypage: seq }
      this.#keep({ ...before, cursors })
      await publish(this.#ports, before, this.#events)
      const sent: Awaited<ReturnType<typeof publish>> = []
`,
    breaks: ['mypageAgrees', 'worklistAgrees', 'isFinalOrWaitsForAPerson', 'eachMessageOnce'],
  },
  {
    name: 'the order does not arm its alarm again after it went off',
    file: 'src/actor/order-actor.ts',
    text: 'await this.#confirm()\n    this.arm()',
    becomes: 'await this.#confirm()',
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
    text: `    const wishes = missing(order, this.#books.refunds, this.#ports.newRefundId)
    if (wishes.length === 0) return
    const paid = this.#books.attempts.find((row) => row.attempt === attempt)
    if (paid?.status !== 'approved') throw new Error(\`attempt \${attempt} of \${this.#ports.orderId} is not approved\`)
    const given = [...this.#books.refunds.filter((row) => row.attempt === attempt), ...wishes]
    const isForeign = given.some(({ amount }) => amount.currency !== paid.amount.currency)
    if (isForeign || totalOf(given) > paid.amount.amount) {
`,
    becomes: `    const wishes = missing(order, [], this.#ports.newRefundId)
    const paid = this.#books.attempts.find((row) => row.attempt === attempt)
    if (paid?.status !== 'approved') {
`,
    breaks: ['refundedAtMostOnce'],
  },
  {
    name: 'a cancel gives back the parts a second time',
    file: 'src/payment/refund.ts',
    text: 'amount: moneyLeft(order)',
    becomes: 'amount: order.payment.captured',
    breaks: ['moneyIsSquare', 'isFinalOrWaitsForAPerson', 'comesToRest'],
  },
  {
    name: 'the order judges a repeat under the same key anew',
    file: 'src/actor/order-actor.ts',
    text: 'if (before) return before.fingerprint',
    becomes: 'if (before && meta.by.kind === "ops") return before.fingerprint',
    breaks: ['sameKeySameAnswer'],
  },
  {
    name: 'the payment forgets under which key it was asked',
    file: 'src/payment/attempt.ts',
    text: 'return { ...attempt, askedBy: [...attempt.askedBy, idempotency].slice(-askedByMax) }',
    becomes: 'return null',
    breaks: ['sameKeySameAnswer'],
  },
  {
    name: 'an order that has waited too long is pointed out to nobody',
    file: 'src/order/deadlines.ts',
    text: 'if (waiting === null || state.attention !== null) return null',
    becomes: 'return null',
    breaks: ['isFinalOrWaitsForAPerson'],
  },
  {
    name: 'the chain of hashes begins anew with each command',
    file: 'src/actor/order-actor.ts',
    text: 'this.#events.at(-1)?.hash ?? orderId',
    becomes: 'orderId',
    breaks: ['historyIsWhole'],
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
  {
    name: 'a subscriber that lacks something is asked again and again, and sent nothing',
    file: 'src/actor/confirm.ts',
    text: '    cursors[subscriber] = from\n',
    becomes: '',
    losesMessages: true,
    breaks: ['comesToRest', 'mypageAgrees', 'worklistAgrees', 'isFinalOrWaitsForAPerson', 'eachMessageOnce'],
  },
  {
    name: 'a subscriber that does not answer is taken to have everything',
    file: 'src/actor/confirm.ts',
    text: `said: 'nothing' }`,
    becomes: `said: 'taken' }`,
    losesMessages: true,
    breaks: ['mypageAgrees', 'worklistAgrees', 'deliveryAgrees', 'isFinalOrWaitsForAPerson', 'eachMessageOnce'],
  },
  {
    name: 'an order that is final asks nobody any more',
    file: 'src/actor/order-actor.ts',
    text: 'return !isFinal(this.#state) || !allConfirmed(this.#outbox, this.#events)',
    becomes: 'return !isFinal(this.#state)',
    losesMessages: true,
    breaks: ['restCostsNothing', 'mypageAgrees', 'worklistAgrees', 'eachMessageOnce', 'deliveryAgrees'],
  },
  {
    name: 'an order that waits for a person is not looked at again',
    file: 'src/actor/order-actor.ts',
    text: 'return !isFinal(this.#state) || !allConfirmed(this.#outbox, this.#events)',
    becomes: 'return !allConfirmed(this.#outbox, this.#events)',
    losesMessages: true,
    breaks: ['mypageAgrees', 'worklistAgrees', 'restCostsNothing'],
  },
  {
    name: 'the message context has taken in what it has not sent',
    file: 'src/message/messages.ts',
    text: '    if (sent === null) return 0\n',
    becomes: '',
    losesMessages: true,
    breaks: ['eachMessageOnce'],
  },
  {
    name: 'the payment has taken in a refund that it does not owe',
    file: 'src/payment/hear.ts',
    text: 'givesBack ? await journaledSeq(database, order.orderId) : 0',
    becomes: 'givesBack ? order.seq : order.seq',
    losesMessages: true,
    breaks: ['moneyIsSquare', 'isFinalOrWaitsForAPerson'],
  },
  {
    name: 'the worklist has taken in a payment without its time',
    file: 'src/ordermanagement/worklist.ts',
    text: 'if (entry === null || !entry.paidAtKnown) return 0',
    becomes: 'if (entry === null) return 0',
    losesMessages: true,
    breaks: ['worklistAgrees'],
  },
  {
    name: 'the delivery takes a row for a delivery that has started',
    file: 'src/delivery/progress.ts',
    text: `  if (order.orderStatus === 'orderTaken' || needsRecall(order)) return false\n`,
    becomes: '',
    losesMessages: true,
    breaks: ['isFinalOrWaitsForAPerson'],
  },
]
