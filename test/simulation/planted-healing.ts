// Planted faults of what makes good a loss: seen only where messages are lost for good or everything is killed.
import type { Planted } from './planted.ts'

export const plantedInHealing: readonly Planted[] = [
  {
    name: 'a subscriber that lacks something is asked again and again, and sent nothing',
    file: 'src/actor/confirm.ts',
    text: '    cursors[subscriber] = from\n',
    becomes: '',
    world: 'rough',
    breaks: ['comesToRest', 'mypageAgrees', 'worklistAgrees', 'isFinalOrWaitsForAPerson', 'eachMessageOnce'],
  },
  {
    name: 'a subscriber that does not answer is taken to have everything',
    file: 'src/actor/confirm.ts',
    text: `said: 'nothing' }`,
    becomes: `said: 'taken' }`,
    world: 'rough',
    breaks: ['mypageAgrees', 'worklistAgrees', 'deliveryAgrees', 'isFinalOrWaitsForAPerson', 'eachMessageOnce'],
  },
  {
    name: 'an order that is final asks nobody any more',
    file: 'src/actor/order-actor.ts',
    text: 'return !isFinal(this.#state) || !allConfirmed(this.#outbox, this.#events)',
    becomes: 'return !isFinal(this.#state)',
    world: 'rough',
    breaks: ['restCostsNothing', 'mypageAgrees', 'worklistAgrees', 'eachMessageOnce', 'deliveryAgrees'],
  },
  {
    name: 'an order that waits for a person is not looked at again',
    file: 'src/actor/order-actor.ts',
    text: 'return !isFinal(this.#state) || !allConfirmed(this.#outbox, this.#events)',
    becomes: 'return !allConfirmed(this.#outbox, this.#events)',
    world: 'rough',
    breaks: ['mypageAgrees', 'worklistAgrees', 'restCostsNothing'],
  },
  {
    name: 'the message context has taken in what it has not sent',
    file: 'src/message/messages.ts',
    text: '    if (sent === null) return 0\n',
    becomes: '',
    world: 'rough',
    breaks: ['eachMessageOnce'],
  },
  {
    name: 'the payment has taken in a refund that it does not owe',
    file: 'src/payment/hear.ts',
    text: 'givesBack ? await journaledSeq(database, order.orderId) : 0',
    becomes: 'givesBack ? order.seq : order.seq',
    world: 'rough',
    breaks: ['moneyIsSquare', 'isFinalOrWaitsForAPerson'],
  },
  {
    name: 'the worklist has taken in a payment without its time',
    file: 'src/ordermanagement/worklist.ts',
    text: 'if (entry === null || !entry.paidAtKnown) return 0',
    becomes: 'if (entry === null) return 0',
    world: 'rough',
    breaks: ['worklistAgrees'],
  },
  {
    name: 'the delivery takes a row for a delivery that has started',
    file: 'src/delivery/progress.ts',
    text: `  if (order.orderStatus === 'orderTaken' || needsRecall(order)) return false\n`,
    becomes: '',
    world: 'rough',
    breaks: ['isFinalOrWaitsForAPerson'],
  },
]
