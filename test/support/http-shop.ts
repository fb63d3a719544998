// The gateway's app with all contexts behind it, in this process: every call is `app.request`, with a signed token.
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Caller } from '../../src/contract/caller.ts'
import type { Item } from '../../src/contract/rpc.ts'
import { gateway } from '../../src/gateway/app.ts'
import { verifiers } from '../../src/gateway/auth/issuer.ts'
import type { GatewayEnv } from '../../src/gateway/env.ts'
import { callers } from './callers.ts'
import { openContexts } from './http-contexts.ts'
import { won } from './orders.ts'

const audience = 'urn:homeappliance:api'
const issuer = 'http://localhost'

export const fan: Item = {
  itemId: '7',
  itemName: 'Fan',
  description: 'Quiet.',
  category: 'climate',
  price: won(59_000),
}

/** It costs nothing. */
export const filter: Item = { ...fan, itemId: 'free', itemName: 'Filter', description: 'For the fan.', price: won(0) }

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> }
export type Who = keyof typeof callers | null
/** `form`: the fields of a page's form, sent from the shop itself. `env` stands in the place of the bindings. */
type Call = {
  body?: unknown
  /** A JSON body as it is written. */
  text?: string
  form?: Record<string, string>
  headers?: Record<string, string>
  env?: Partial<GatewayEnv>
}

let opened: ReturnType<typeof openShop> | null = null

/** One shop for this process: each test makes the orders that it looks at. */
export function httpShop() {
  opened ??= openShop()
  return opened
}

async function openShop() {
  const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs }
  const contexts = openContexts(clock, [fan, filter])
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] }
  const app = gateway(verifiers())
  const env: GatewayEnv = {
    ...contexts.bindings,
    DOCS: { fetch: async () => new Response('the files') },
    SANDBOX_PAGES: { page: async () => new Response('the sandbox') },
    IDENTITY: { fetch: async () => Response.json(jwks) },
    ISSUER: '',
    JWKS_URL: '',
    AUDIENCE: audience,
    ROLE_CLAIM: 'role',
    UNKNOWN_KEY_PAUSE_SECONDS: '30',
    CLIENT_ID: 'homeappliance-web',
    SIGN_OUT_URL: '',
    ACCOUNT_URL: '',
    CORS_ORIGINS: '',
    PHONE_COUNTRY: 'KR',
    RATE_LIMITS: 'none',
  }
  for (const caller of Object.values(callers)) await addSession(caller)

  /** An account and a session that goes on, for what asks whether one does. */
  async function addSession({ subject, role, name }: Caller): Promise<void> {
    const { identity } = contexts.databases
    const at = new Date(0).toISOString()
    const until = new Date(clock.now() + 86_400_000).toISOString()
    const account = `INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt, role, banned)
      VALUES (?1, ?2, ?1 || '@shop.test', 1, ?3, ?3, ?4, 0)`
    const session = `INSERT INTO session (id, expiresAt, token, createdAt, updatedAt, userId)
      VALUES (?1, ?2, ?1, ?3, ?3, ?4)`
    await identity.prepare(account).bind(subject, name, at, role).run()
    await identity.prepare(session).bind(`ses_${subject}`, until, at, subject).run()
  }

  function tokenOf({ subject, role, name }: Caller): Promise<string> {
    return new SignJWT({ role, name, sid: `ses_${subject}` })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('15m')
      .sign(privateKey)
  }

  const tokens = new Map<Who, string>()
  async function headersOf(who: Who): Promise<Record<string, string>> {
    if (who === null) return {}
    const token = tokens.get(who) ?? (await tokenOf(callers[who]))
    tokens.set(who, token)
    return { authorization: `Bearer ${token}` }
  }

  /** The gateway's own response. */
  async function request(
    who: Who,
    method: string,
    path: string,
    { body, text, form, headers = {}, env: others = {} }: Call = {},
  ) {
    const json = body === undefined && text === undefined ? {} : { 'content-type': 'application/json' }
    const own = form === undefined ? {} : { origin: issuer }
    const init = { method, headers: { ...json, ...own, ...(await headersOf(who)), ...headers } }
    const sent =
      form !== undefined ? new URLSearchParams(form) : body === undefined ? (text ?? null) : JSON.stringify(body)
    const response = await app.request(path, { ...init, body: sent }, { ...env, ...others })
    await contexts.settle()
    return response
  }

  async function call(...args: Parameters<typeof request>): Promise<Answer> {
    const { status, headers, ...response } = await answerOf(await request(...args))
    return { status, headers, body: response.body }
  }

  /** An order of the customer, placed and, unless told otherwise, paid. */
  const order = (...path: Step[]) => orderOf('customer', ...path)

  async function orderOf(who: 'customer' | 'leaver' | 'leaver2', ...path: Step[]): Promise<string> {
    const form = { customerName: 'Kang', deliveryAddress: 'Gangnam', deliveryPhoneNumber: '010-0123-4567' }
    const payment = path.includes('unpaid') ? {} : { paymentToken: 'tok_approved' }
    const placed = await call(who, 'POST', '/orders', { body: { ...form, itemId: '7', qty: 2, ...payment } })
    const orderId = String(placed.body['orderId'])
    const steps = [
      path.includes('take') ? await call('staff', 'PATCH', `/ordermgmts/${orderId}`, take) : placed,
      path.includes('deliver') ? await call('courier', 'PATCH', `/deliveries/${orderId}`, deliver) : placed,
    ]
    for (const { status, body } of steps) if (status >= 400) throw new Error(JSON.stringify(body))
    return orderId
  }

  return {
    app,
    request,
    call,
    order,
    orderOf,
    env,
    clock,
    tokenOf,
    databases: contexts.databases,
    settle: contexts.settle,
  }
}

type Step = 'unpaid' | 'take' | 'deliver'
const take = { body: { orderStatus: 'orderTaken' } }
const deliver = { body: { orderStatus: 'deliveryCompleted' } }

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== ''
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } }
}

/** A context that is down: every call of it throws. */
export function down<T extends object>(context: T): T {
  return new Proxy(context, { get: () => () => Promise.reject(new Error('this context is down, for a test')) })
}
