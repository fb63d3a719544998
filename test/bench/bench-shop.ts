// The shop as the benches load it: built bundles in a process of its own, customers and staff who are signed in.
import { setTimeout as delay } from 'node:timers/promises'
import { bundles } from '../../scripts/bundles.ts'
import { type DemoAccount, demoAccounts } from '../../scripts/demo/accounts.ts'
import { signIn } from '../../scripts/sign-in.ts'
import { type HttpAnswer, httpClient, type Send } from '../support/http-client.ts'
import type { ShopOptions } from '../support/shop.ts'
import { kangsForm } from '../support/story.ts'
import { type Host, startHost } from './hosted.ts'
import { coreShare, runtimePids } from './processes.ts'

export type Print = (line: string) => void

export type Customer = { id: string; token: string }

export type BenchShop = {
  host: Host
  send: Send
  /** Several, so that no single customer owns all orders. */
  customers: readonly Customer[]
  staff: string
  close: () => Promise<void>
}

export const customersMax = 16
const signInsAtOnce = 4

/** Each customer is created and signed in, so a bench with few clients asks for few. */
export async function openBenchShop(
  print: Print,
  options: ShopOptions = {},
  customersCount = customersMax,
): Promise<BenchShop> {
  await bundles(() => print('Building the bundles …'))
  const accounts = Array.from({ length: customersCount }, (_, index) => accountOf(index + 1))
  const host = await startHost({ holds: 'shop', options, customers: accounts })
  print(`  the shop runs at ${host.origin}, its runtime in ${runtimePids(host.pid).join(' and ')}`)
  const { send, close } = httpClient(host.origin)
  try {
    const tokens = await signInAll(host.origin, [...accounts, demoAccounts.staff])
    const customers = accounts.map(({ id }, index) => ({ id, token: tokens[index] ?? '' }))
    return {
      host,
      send,
      customers,
      staff: tokens[customersCount] ?? '',
      async close() {
        close()
        await host.close()
      },
    }
  } catch (fault) {
    await host.close()
    throw fault
  }
}

export function customerOf({ customers }: BenchShop, client: number): Customer {
  const customer = customers[client % customers.length]
  if (customer === undefined) throw new Error('the shop has no customers')
  return customer
}

/** Place an order and pay it in the same call; throws when that fails. Returns its id. */
export async function placePaid(shop: BenchShop, client: number): Promise<string> {
  const answer = await postPaid(shop, client)
  const fault = faultOf(answer, 201, paid)
  if (fault !== null) throw new Error(`no paid order: ${fault} ${answer.body}`)
  return orderIdOf(answer)
}

/** The same as a subject of a load: null, or what went wrong. */
export async function placeAndPay(shop: BenchShop, client: number): Promise<string | null> {
  return faultOf(await postPaid(shop, client), 201, paid)
}

function postPaid(shop: BenchShop, client: number): Promise<HttpAnswer> {
  const body = { ...kangsForm, paymentToken: 'tok_approved' }
  return shop.send({ method: 'POST', path: '/orders', token: customerOf(shop, client).token, body })
}

const paid = '"orderStatus":"payApproved"'

/** Null when the answer is as it should be, else its status or what is wrong with it. */
export function faultOf({ status, body }: HttpAnswer, wanted: number, text = ''): string | null {
  if (status === 0) return 'no answer'
  if (status !== wanted) return String(status)
  return body.includes(text) ? null : 'unpaid'
}

export function orderIdOf({ body }: HttpAnswer): string {
  const answer: { orderId?: string } = JSON.parse(body)
  if (answer.orderId === undefined) throw new Error(`an order without its id: ${body}`)
  return answer.orderId
}

export type Drained = { seconds: number; isDrained: boolean }

/** Wait until the projections show so many orders at these sequence numbers in all. */
export async function drain(
  shop: BenchShop,
  wanted: { orders: number; seqs: number },
  secondsMax: number,
  print: Print,
): Promise<Drained> {
  const beganAt = performance.now()
  let saidAt = beganAt
  for (;;) {
    const shown = await shop.host.ask('projected')
    const seconds = (performance.now() - beganAt) / 1000
    const isDrained = shown.orders >= wanted.orders && shown.seqs >= wanted.seqs && shown.worklist >= wanted.orders
    if (isDrained || seconds > secondsMax) return { seconds, isDrained }
    if (performance.now() - saidAt > 10_000) {
      saidAt = performance.now()
      print(
        `  ${Math.round(seconds)} s: mypage shows ${shown.orders} of ${wanted.orders}, the worklist ${shown.worklist}`,
      )
    }
    await delay(100)
  }
}

const restShareMax = 0.05

/** Wait until the runtime does next to nothing; false when it does not come to rest in time. */
export async function rest(pid: number, secondsMax: number): Promise<boolean> {
  const end = performance.now() + secondsMax * 1000
  for (;;) {
    const share = await coreShare(pid, 0.5)
    if (share === null || share <= restShareMax) return true
    if (performance.now() > end) return false
  }
}

function accountOf(number: number): DemoAccount {
  return {
    id: `bench-${number}`,
    name: `Customer ${number}`,
    email: `bench-${number}@homeappliance.test`,
    password: `bench-customer-${number}-password`,
    role: 'customer',
  }
}

async function signInAll(origin: string, accounts: readonly DemoAccount[]): Promise<string[]> {
  const tokens: string[] = []
  const left = accounts.entries()
  const one = async () => {
    for (const [index, { email, password }] of left) tokens[index] = await signIn(origin, email, password)
  }
  await Promise.all(Array.from({ length: signInsAtOnce }, one))
  return tokens
}
