// Mutants of refunds: money that goes back twice, or not at all.
import type { Mutant } from './mutant.ts'

export const refundMutants: readonly Mutant[] = [
  {
    name: 'a webhook does not lead to a look at the refunds that are done',
    file: 'src/payment/domain/news.ts',
    text: 'refunds: refunds.flatMap((row) => scheduleCheck(row, now)),',
    becomes: 'refunds: [],',
    world: 'lossless',
    breaks: ['moneyBalances'],
  },
  {
    name: 'a refund that has failed is made again under its old key',
    file: 'src/payment/providers/refunds.ts',
    text: 'return round === 0 ? refundId',
    becomes: 'return round < 99 ? refundId',
    world: 'lossless',
    breaks: ['moneyBalances', 'isFinalOrWaitsForAPerson', 'comesToRest'],
  },
  {
    name: 'a cancel gives back the parts a second time',
    file: 'src/payment/domain/refund.ts',
    text: 'amount: moneyLeft(order)',
    becomes: 'amount: order.payment.captured',
    world: 'lossless',
    breaks: ['moneyBalances', 'isFinalOrWaitsForAPerson', 'comesToRest'],
  },
  {
    name: 'the payment owes a refund as often as it is told',
    file: 'src/payment/actor/payment-actor.ts',
    text: `    const requests = missingRefunds(order, refunds, this.#ports.newRefundId)
    if (requests.length === 0) return
    const paid = this.#store.state.attempts.find((row) => row.attempt === attempt)
    if (paid && isOpen(paid)) this.#write({ attempts: [scheduleLookup(paid, this.#ports.now())] })
    if (paid?.status !== 'approved') throw new Error(\`attempt \${attempt} of \${this.#ports.orderId} is not approved\`)
    if (!areWithin(paid.amount, attempt, refunds, requests)) throw new Error('its refunds are not within what was paid')
`,
    becomes: `    const requests = missingRefunds(order, [], this.#ports.newRefundId)
    const paid = this.#store.state.attempts.find((row) => row.attempt === attempt)
    if (paid && isOpen(paid)) this.#write({ attempts: [scheduleLookup(paid, this.#ports.now())] })
    if (paid?.status !== 'approved') throw new Error('it is not approved')
`,
    world: 'lossless',
    breaks: ['refundedAtMostOnce', 'comesToRest'],
  },
]
