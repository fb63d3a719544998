// The load on payment: many users place and pay while the provider answers close to its time-out; then the same load
// with an outage of the provider; then a single customer while all breakers are open.
import { setTimeout as delay } from 'node:timers/promises'
import { openShop, type Shop, until } from '../support/shop.ts'
import { type Answer, between, isAsDesigned, msOf, quantile, tableOf } from './answers.ts'
import { type Change, gatesOf, watch } from './breakers.ts'
import {
  judgeAnswers,
  judgeOpenBreakers,
  judgeOutage,
  judgeSettlement,
  type OpenBreakers,
  type Promises,
  type ProviderOutage,
} from './promises.ts'
import { settle } from './settlement.ts'
import { placeAndPay, runUsers, type UserLog, type Users } from './users.ts'

const vars = {
  sandbox: { SANDBOX_LATENCY_MS_MIN: '400', SANDBOX_LATENCY_MS_MAX: '620' },
  payment: { PAYMENT_TIMEOUT_MS: '610' },
  // Short, so that unpaid orders have expired before the ledger is compared.
  order: { UNPAID_SECONDS: '120' },
}
const secondsBefore = 10
const outageSeconds = 20
const secondsAfter = 20
const settleSecondsMax = 400
const deferredPays = 50
const warmUpCalls = 20
/** Placing an order waits for no other system: a longer time is the machine's. */
const placeMsMax = 200
/** Most faults shown one by one. */
const shownMax = 10

type Print = (line: string) => void

export async function overload({ seconds, ...users }: Users & { seconds: number }, print: Print) {
  print(`${users.users} at once place and pay for ${seconds} s, with ${users.pauseSeconds} s between orders;`)
  print('the sandbox takes 400 to 620 ms, and is waited for 610 ms')
  const shop = await openShop({ providerFault: true, vars })
  try {
    return await play(shop, seconds, users, print)
  } finally {
    await shop.close()
  }
}

async function play(shop: Shop, seconds: number, users: Users, print: Print): Promise<Promises> {
  const result: UserLog = { answers: [], orderIds: new Set() }
  const changes: Change[] = []
  let over = false
  const report = (title: string, from: number, to: number) => print(reportOf(title, result.answers, changes, from, to))
  // The first calls load every Worker and sign the customer in.
  for (let calls = 0; calls < warmUpCalls; calls++) await placeAndPay(shop, result)
  const watched = watch(shop, () => over, changes)

  const busy = await load(shop, users, seconds, result)
  report(`busy for ${seconds} s`, ...busy)
  const placeMs = quantile(msOf(between(result.answers, ...busy).filter(({ call }) => call === 'place')), 0.95)
  if (placeMs > placeMsMax) {
    print(`The machine is the bottleneck: to place an order took ${Math.round(placeMs)} ms at p95. Try fewer --users.`)
  }

  const outage = await loadWithOutage(shop, users, result)
  report('before the provider dies', outage.beganAt, outage.downAt)
  report(`dead for ${outageSeconds} s`, outage.downAt, outage.backAt)
  report('back', outage.backAt, outage.endedAt)

  const openBreakers = await beforeOpenBreakers(shop, result)
  report('one customer, before open breakers', openBreakers.beganAt, Date.now())
  over = true
  await watched

  print(`waiting for ${result.orderIds.size} orders to end, and comparing the books …`)
  const ended = await settle(shop, result.orderIds, settleSecondsMax)
  for (const wrong of ended.wrong.slice(0, shownMax)) print(`wrong: ${wrong}`)
  const others = result.answers.filter((answer) => !isAsDesigned(answer))
  for (const other of others.slice(0, shownMax)) print(`not as designed: ${JSON.stringify(other)}`)
  return [
    ...judgeAnswers(result.answers),
    ...judgeOutage(result.answers, changes, outage),
    ...judgeOpenBreakers(openBreakers),
    ...judgeSettlement(result.answers, ended),
  ]
}

/** The same load, in which the provider stops answering for a while. */
async function loadWithOutage(shop: Shop, users: Users, reported: UserLog): Promise<ProviderOutage> {
  const loaded = load(shop, users, secondsBefore + outageSeconds + secondsAfter, reported)
  await delay(secondsBefore * 1000)
  await shop.providerFault('silent')
  const downAt = Date.now()
  await delay(outageSeconds * 1000)
  await shop.providerFault('none')
  const backAt = Date.now()
  const [beganAt, endedAt] = await loaded
  return { beganAt, downAt, backAt, endedAt }
}

/** When the load began, and when it ended. */
async function load(shop: Shop, users: Users, seconds: number, known: UserLog): Promise<[number, number]> {
  const beganAt = Date.now()
  await runUsers(shop, users, () => Date.now() >= beganAt + seconds * 1000, known)
  return [beganAt, Date.now()]
}

/** With the provider down and every breaker open: the answers to one customer, and the calls of the provider. */
async function beforeOpenBreakers(shop: Shop, result: UserLog): Promise<OpenBreakers & { beganAt: number }> {
  const beganAt = Date.now()
  await shop.providerFault('gone')
  await until(
    async () => {
      await placeAndPay(shop, result)
      return await gatesOf(shop)
    },
    (gates) => gates.every(({ breaker }) => breaker === 'open'),
    60,
  )
  const answers: Answer[] = []
  const before = { calls: await shop.providerFault('gone'), tries: await triesOf(shop) }
  for (let pays = 0; pays < deferredPays; pays++) answers.push(await placeAndPay(shop, result))
  const callsOfProvider = (await shop.providerFault('gone')) - before.calls
  const tries = (await triesOf(shop)) - before.tries
  await shop.providerFault('none')
  return { beganAt, answers: answers.filter(({ status }) => status === 503), callsOfProvider, tries }
}

/** How often a gate has tried the provider with one call, by the log. */
async function triesOf(shop: Shop): Promise<number> {
  return shop.harness.getLogs().filter(({ message }) => message.includes('"state":"halfOpen"')).length
}

function reportOf(title: string, all: readonly Answer[], changes: readonly Change[], from: number, to: number): string {
  const answers = between(all, from, to)
  const perSecond = answers.filter(({ call }) => call === 'pay').length / ((to - from) / 1000)
  const steps = Map.groupBy(
    changes.filter(({ at }) => at >= from && at < to),
    ({ gate }) => gate,
  )
  const result = [...steps].map(([gate, changed]) => {
    const times = changed.map(({ at, state }) => `${state} ${((at - from) / 1000).toFixed(1)} s`)
    return `  ${gate}  ${times.join(', ')}`
  })
  return [`── ${title}: ${perSecond.toFixed(0)} tries to pay a second ──`, ...tableOf(answers), ...result].join('\n')
}
