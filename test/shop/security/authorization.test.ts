// The whole authorization table over HTTP: every call × every visitor × own and foreign × each state of an order.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoAccounts } from '../../../scripts/demo/accounts.ts'
import { type Call, calls, type GuardedCall, rowOf } from '../../../src/contract/authorization.ts'
import type { Caller } from '../../../src/contract/caller.ts'
import type { CommandType, OrderCommand } from '../../../src/contract/commands.ts'
import { randomOrderId } from '../../../src/contract/ids.ts'
import { decide } from '../../../src/order/decide.ts'
import type { OrderState } from '../../../src/order/state.ts'
import { summarize } from '../../../src/order/summary.ts'
import { answerOfOrder } from '../../../src/payment/domain/pay-response.ts'
import { plantDeadLetter } from '../../support/dead-letters.ts'
import { type Output, refusal, requestFor, type Things, visitors } from '../../support/every-call.ts'
import { commands, orderId as exampleId, situations, tell } from '../../support/orders.ts'
import { pastTheGateway } from '../../support/past-the-gateway.ts'
import { type Account, openShop, type Shop, until } from '../../support/shop.ts'
import { type OrderAnswer, storyOf } from '../../support/story.ts'

let shop: Shop
/** An order on its way, that every context knows of. */
let known: Things

beforeAll(async () => {
  // Orders keep their state: the queues drop their messages, and no order polls its subscribers.
  shop = await openShop({
    breakable: ['ordermanagement', 'delivery', 'payment', 'message', 'mypage', 'analytics'],
    vars: { order: { CONFIRM_SECONDS: '100000' } },
  })
  const kang = storyOf(shop)
  const orderId = await kang.upTo('deliveryStarted')
  const [message] = await kang.tells(orderId, 4)
  await kang.agrees(orderId)
  const system = await shop.call('ops', 'POST', '/systems', { name: 'a warehouse', role: 'staff' })
  await until(
    () => shop.call('staff', 'GET', `/ordermgmts/${orderId}`),
    ({ status }) => status === 200,
  )
  known = {
    orderId,
    messageId: message?.messageId ?? '',
    customerId: demoAccounts.customer.id,
    accountId: demoAccounts.customer2.id,
    clientId: String(system.body['clientId']),
    deadLetterId: await plantDeadLetter(shop),
  }
  // From here on no subscriber acts on an order's events: each order stays in the state that a test gave it.
  await shop.forgetful(true)
})
afterAll(() => shop.close())

async function ask(visitor: Account | null, call: Call, things: Things, command?: CommandType) {
  const { method, path, body } = requestFor(call, things, command)
  if (call === 'followMyPages') return follow(visitor, path)
  const answer = await shop.call(visitor, method, path, body)
  return { reported: [answer.status, String(answer.body['code'] ?? 'in')] as const, text: JSON.stringify(answer.body) }
}

/** A stream does not end by itself: its first chunk is read. */
async function follow(visitor: Account | null, path: string): Promise<{ reported: Output; text: string }> {
  const headers: Record<string, string> = visitor ? { authorization: `Bearer ${await shop.token(visitor)}` } : {}
  const answer = await fetch(`${shop.origin}${path}`, { headers })
  if (!answer.ok) {
    const { code } = (await answer.json()) as { code: string }
    return { reported: [answer.status, code], text: '' }
  }
  const reader = answer.body?.getReader()
  const chunk = visitor === 'customer' ? await reader?.read() : undefined
  await reader?.cancel()
  return { reported: [answer.status, 'in'], text: new TextDecoder().decode(chunk?.value) }
}

const seqOf = async (orderId: string) => (await shop.call<OrderAnswer>('ops', 'GET', `/orders/${orderId}`)).body.seq

describe('whoever is refused is refused as the table says, and whoever is not is let in', () => {
  test.each(calls)('%s', async (call) => {
    const seq = await seqOf(known.orderId)
    for (const visitor of visitors) {
      const refused = refusal(call, visitor)
      // A command depends on the order's state too: see below.
      if (refused === null && rowOf(call).commands !== undefined) continue
      const { reported, text } = await ask(visitor, call, known)
      if (refused !== null) expect([visitor, ...reported]).toEqual([visitor, ...refused])
      // These need a signature, and the call has none.
      else if (call === 'hearProvider' || call === 'reportMessageDelivery')
        expect([visitor, ...reported]).toEqual([visitor, 401, 'signature_invalid'])
      // The message did not fail.
      else if (call === 'replayMessage')
        expect([visitor, ...reported]).toEqual([visitor, 409, 'message_not_replayable'])
      // The staff set out with it before.
      else if (call === 'setOut' && visitor === 'courier') expect(reported[1]).toBe('delivery_already_taken')
      // Kang has an open order.
      else if (call === 'eraseCustomer') expect([visitor, ...reported]).toEqual([visitor, 409, 'order_still_open'])
      // So nobody is erasing them.
      else if (call === 'readCustomerErasure')
        expect([visitor, ...reported]).toEqual([visitor, 404, 'customer_not_found'])
      // It asks for a refund that no order has.
      else if (call === 'settleRefund') expect([visitor, ...reported]).toEqual([visitor, 404, 'refund_not_found'])
      // It asks for an object that no archive has.
      else if (call === 'readArchive') expect([visitor, ...reported]).toEqual([visitor, 404, 'not_found'])
      // The order is packed already.
      else if (call === 'claimOrder') expect([visitor, ...reported]).toEqual([visitor, 409, 'order_already_taken'])
      else expect([visitor, reported[0] < 300, reported[1]]).toEqual([visitor, true, 'in'])
      if (visitor === 'customer2') expect(text).not.toContain(known.orderId)
    }
    expect(await seqOf(known.orderId)).toBe(seq)
  })
})

/** The calls about one order that the order itself answers, or payment by it. */
const ofOrder = calls.filter((call) => {
  const { route, commands } = rowOf(call)
  return commands !== undefined || /^\w+ \/(orders|payments)\/\{orderId\}/.test(route)
})

const system = { by: { kind: 'system', id: 'test' }, causationId: 'story' }

/** An order of Kang's after the commands of the story. */
async function lived(story: readonly OrderCommand[]): Promise<string> {
  const orderId = randomOrderId()
  for (const command of story) {
    const outcome = await shop.callWorker<{ ok: boolean }>('ORDER_COMMANDS', 'handle', orderId, command, system)
    if (!outcome.ok) throw new Error(`${command.type} was refused: ${JSON.stringify(outcome)}`)
  }
  return orderId
}

/** Not the author of the stories: what they have taken is another's. */
const visitorsAccount = { kind: 'staff', id: 'usr_visitor' } as const

/** The outcome by the rules of an order: a refusal's code, or how many events are recorded. */
function expectedOf(call: Call, command: CommandType, state: OrderState): string | number {
  const order = summarize(exampleId, state)
  const settled = call === 'pay' && order !== null ? answerOfOrder(order) : null
  if (settled !== null) return settled.ok ? 0 : settled.rejection.code
  const decision = decide(state, commands[command], visitorsAccount)
  return decision.ok ? decision.events.length : decision.rejection.code
}

describe('in each state of an order', () => {
  test.each(Object.keys(situations))('%s', async (situation) => {
    const story = situations[situation] ?? []
    const { state } = tell(...story)
    const shared = { ...known, orderId: await lived(story) }
    for (const call of ofOrder) {
      for (const command of rowOf(call).commands ?? [undefined]) {
        const cells = visitors.map(async (visitor) => {
          const cell = `${visitor} ${call} ${command ?? ''}`
          const refused = refusal(call, visitor)
          if (refused !== null) {
            expect([cell, ...(await ask(visitor, call, shared, command)).reported]).toEqual([cell, ...refused])
            return
          }
          if (command === undefined) {
            // It polls the subscribers, and their commands change the order.
            const asked = call === 'republishOrder' ? { ...known, orderId: await lived(story) } : shared
            const { reported } = await ask(visitor, call, asked)
            const found = call === 'settleRefund' ? 'refund_not_found' : 'in'
            expect([cell, reported[1]]).toEqual([cell, state.status === 'none' ? 'order_not_found' : found])
            return
          }
          const fresh = { ...known, orderId: await lived(story) }
          const expected = expectedOf(call, command, state)
          const { reported } = await ask(visitor, call, fresh, command)
          expect([cell, reported[1]]).toEqual([cell, typeof expected === 'string' ? expected : 'in'])
          const events = typeof expected === 'string' ? 0 : expected
          if (state.status !== 'none') expect([cell, await seqOf(fresh.orderId)]).toEqual([cell, state.seq + events])
        })
        await Promise.all(cells)
      }
    }
    if (state.status !== 'none') expect(await seqOf(shared.orderId)).toBe(state.seq)
  })
})

describe('the contexts check what they are handed again', () => {
  type Answer = { ok: boolean; rejection?: { code: string } }
  const people = visitors.filter((visitor) => visitor !== null)

  test.each(Object.keys(pastTheGateway) as GuardedCall[])('%s', async (call) => {
    const seq = await seqOf(known.orderId)
    const refusals = people.flatMap((visitor) => {
      const refused = refusal(call, visitor)
      return refused === null ? [] : [{ visitor, code: refused[1] === 'role_not_allowed' ? 'forbidden' : refused[1] }]
    })
    expect(refusals.length).toBeGreaterThan(0)
    for (const { visitor, code } of refusals) {
      const { id: subject, role, name } = demoAccounts[visitor]
      const caller: Caller = { subject, role, name }
      for (const [binding, method, ...args] of pastTheGateway[call](caller, known)) {
        const answer = await shop.callWorker<Answer>(binding, method, ...args)
        expect([visitor, method, answer.rejection?.code]).toEqual([visitor, method, code])
      }
    }
    expect(await seqOf(known.orderId)).toBe(seq)
  })
})
