// Mutants: faults that a programmer could make, each a change of text in one source file. The simulator must find every
// one, or it would not find real faults either.

import type { Mutant } from './mutant.ts'
import { archiveMutants } from './mutants-archive.ts'
import { healingMutants } from './mutants-healing.ts'
import { refundMutants } from './mutants-refunds.ts'

const seqGuard = 'WHERE excluded.seq > seq'

export const mutants: readonly Mutant[] = [
  {
    name: 'what was not handed over before a crash is brought by nobody',
    file: 'src/actor/order-actor.ts',
    text: 'this.#checkpoints = readCheckpoints(ports.storage, firstPollAt)',
    becomes: `const { seq } = this.#history.state
    const applied = Object.fromEntries(Object.keys(noneApplied).map((subscriber) => [subscriber, seq]))
    this.#checkpoints = { ...readCheckpoints(ports.storage, firstPollAt), applied }`,
    world: 'lossless',
    breaks: [
      'archiveAgrees',
      'mypageAgrees',
      'worklistAgrees',
      'isFinalOrWaitsForAPerson',
      'eachMessageOnce',
      'deliveryAgrees',
    ],
  },
  {
    name: 'the order does not set its alarm again after it fired',
    file: 'src/actor/order-actor.ts',
    text: 'await this.#poll()\n    this.scheduleAlarm()',
    becomes: 'await this.#poll()',
    world: 'lossless',
    breaks: ['isFinalOrWaitsForAPerson', 'mypageAgrees', 'worklistAgrees'],
  },
  {
    name: 'the payment does not set its alarm again after it fired',
    file: 'src/payment/actor/payment-actor.ts',
    text: '      await this.#run(traceparent)\n      this.scheduleAlarm()\n',
    becomes: '      this.#ports.storage.setAlarm(null)\n      return\n',
    world: 'lossless',
    breaks: ['moneyBalances', 'isFinalOrWaitsForAPerson'],
  },
  {
    name: 'mypage projects without the guard by seq',
    file: 'src/mypage/store.ts',
    text: seqGuard,
    becomes: '',
    world: 'lossless',
    breaks: ['mypageAgrees'],
  },
  {
    name: 'the worklist keeps orders without the guard by seq',
    file: 'src/ordermanagement/store.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text, and stands so in the file.
    text: 'IIF(excluded.seq > seq, excluded.${column}, ${column})',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the same.
    becomes: 'excluded.${column}',
    world: 'lossless',
    breaks: ['worklistAgrees'],
  },
  {
    name: 'the deliveries are kept without the guard by seq',
    file: 'src/delivery/store.ts',
    text: seqGuard,
    becomes: '',
    world: 'lossless',
    breaks: ['deliveryAgrees'],
  },
  {
    name: 'the message context does not look whether a message was sent',
    file: 'src/message/progress-store.ts',
    text: `const isOpen = "sent_at IS NULL AND (problem IS NULL OR problem = 'waiting')"`,
    becomes: `const isOpen = "(problem IS NULL OR problem = 'waiting')"`,
    world: 'lossless',
    breaks: ['eachMessageOnce'],
  },
  {
    name: 'the order judges a repeat under the same key anew',
    file: 'src/actor/order-actor.ts',
    text: 'if (before) return before.fingerprint',
    becomes: 'if (before && meta.by.kind === "ops") return before.fingerprint',
    world: 'lossless',
    breaks: ['sameKeySameAnswer'],
  },
  {
    name: 'the payment forgets under which key it was asked',
    file: 'src/payment/domain/attempt.ts',
    text: 'return { ...attempt, requests: [...attempt.requests, idempotency].slice(-requestsMax) }',
    becomes: 'return null',
    world: 'lossless',
    seed: 1150,
    breaks: ['sameKeySameAnswer'],
  },
  {
    name: 'an order that has waited too long is pointed out to nobody',
    file: 'src/order/deadlines.ts',
    text: 'if (waiting === null || state.attention !== null) return null',
    becomes: 'return null',
    world: 'lossless',
    breaks: ['isFinalOrWaitsForAPerson'],
  },
  {
    name: 'the chain of hashes begins anew with each command',
    file: 'src/actor/history.ts',
    text: 'last?.hash ?? orderId',
    becomes: 'orderId',
    world: 'lossless',
    breaks: ['historyIsWhole'],
  },
  {
    name: 'a consumer acknowledges what it could not handle',
    file: 'src/platform/consume.ts',
    text: '      delivery.retry({ delaySeconds })\n',
    becomes: '      delivery.ack()\n',
    world: 'lossless',
    breaks: ['mypageAgrees', 'worklistAgrees', 'deliveryAgrees', 'isFinalOrWaitsForAPerson', 'eachMessageOnce'],
  },
  {
    name: 'the refund is forgotten when the approval comes after the cancel',
    file: 'src/order/decide.ts',
    text: `    return events(approved, { type: 'CancelOrderTaken', data: {} })`,
    becomes: '    return unchanged',
    world: 'lossless',
    breaks: ['moneyBalances'],
  },
  {
    name: 'the refund of an order that cost nothing is waited for',
    file: 'src/order/decide.ts',
    text: '  if (amount.amount > 0) return events(taken)\n',
    becomes: '  if (amount.amount >= 0) return events(taken)\n',
    world: 'lossless',
    breaks: ['platformHasDoneItsPart', 'isFinalOrWaitsForAPerson'],
  },
  {
    name: 'a repeat is answered by an order that cost nothing as if it waited for its payment',
    file: 'src/order/order-service.ts',
    text: `order.total.amount > 0 ? 'OrderPlaced' : 'PayApproved'`,
    becomes: `order.total.amount > 0 ? 'OrderPlaced' : 'OrderPlaced'`,
    world: 'lossless',
    breaks: ['sameKeySameAnswer'],
  },
  {
    name: 'a repeated report counts as another failed attempt',
    file: 'src/order/delivery.ts',
    text: 'attempt === last',
    becomes: 'attempt === 0',
    world: 'rough',
    breaks: ['attemptsCountOnce'],
  },
  {
    name: 'a repeated report starts the delivery again',
    file: 'src/order/decide.ts',
    text: 'return state.delivery.deliveryId === deliveryId ? unchanged : refusals.otherDelivery',
    becomes: `return events({ type: 'DeliveryStarted', data: { deliveryId } })`,
    world: 'lossless',
    breaks: ['deliveredAtMostOnce'],
  },
  {
    name: 'another order under the same key is taken for a repeat',
    file: 'src/order/decide.ts',
    text: 'return state.order.fingerprint === command.fingerprint ? unchanged : refusals.keyReused',
    becomes: 'return unchanged',
    world: 'lossless',
    breaks: ['everythingShownWasTrue'],
  },
  {
    name: 'a charge without an answer counts as declined',
    file: 'src/payment/actor/effects.ts',
    text: "const outcome = await outcomeAt(sent.provider, 'charge', (provider) => provider.charge(wanted), context)",
    becomes: `const answer = await outcomeAt(sent.provider, 'charge', (provider) => provider.charge(wanted), context)
    const outcome = answer.status === 'unknown' ? { status: 'declined', reason: 'failed' } : answer`,
    world: 'lossless',
    breaks: ['moneyBalances', 'chargedAtMostOnce'],
  },
  {
    name: 'a charge is sent again under another key',
    file: 'src/payment/providers/charge-key.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text, and stands so in the file.
    text: '-${attempt}`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the same.
    becomes: '-${attempt}-${Date.now()}`',
    world: 'lossless',
    breaks: ['moneyBalances', 'chargedAtMostOnce', 'comesToRest'],
  },
  {
    name: 'a customer is told "paid" before the order has recorded it',
    file: 'src/payment/domain/pay-response.ts',
    text: `    case 'approved':
    case 'processing':`,
    becomes: `    case 'approved':
      return accepted({ outcome: 'paid', order })
    case 'processing':`,
    world: 'lossless',
    breaks: ['everythingShownWasTrue', 'nothingAcknowledgedIsMissing'],
  },
  {
    name: 'a canceled order is final without its recall',
    file: 'src/order/evolve.ts',
    text: 'if (refund === null || (delivery !== null && !state.recalled)) return state',
    becomes: 'if (refund === null) return state',
    world: 'lossless',
    breaks: ['canceledDeliveryIsRecalled'],
  },
  {
    name: 'an event is dated by the clock alone',
    file: 'src/actor/event-log.ts',
    text: 'const at = instant > lastAt ? instant : lastAt',
    becomes: 'const at = instant',
    world: 'rough',
    seed: 930,
    breaks: ['historyIsWhole', 'eachMessageOnce'],
  },
  {
    name: 'the delivery does not hear that its order was canceled',
    file: 'src/contract/routing.ts',
    text: `'CancelOrderTaken',
      'PersonalDataErased',`,
    becomes: `'PersonalDataErased',`,
    world: 'rough',
    breaks: ['comesToRest', 'deliveryAgrees', 'isFinalOrWaitsForAPerson', 'canceledDeliveryIsRecalled'],
  },
  {
    name: 'money that the order will not have is kept',
    file: 'src/payment/actor/effects.ts',
    text: 'const refunds = mustRefund ?',
    becomes: 'const refunds = mustRefund && due.attempt < 1 ?',
    world: 'lossless',
    breaks: ['moneyBalances'],
  },
  ...archiveMutants,
  ...healingMutants,
  ...refundMutants,
]
