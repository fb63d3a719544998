// /accounts, /systems and /signingKeys: people, systems and keys, managed by ops.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { roles } from '../../contract/caller.ts'
import type { Guard } from '../auth/guard.ts'
import type { Gateway } from '../env.ts'
import { json, line, pageOf, pageQuery } from '../http/body.ts'
import { callContext } from '../http/call-context.ts'
import { fault } from '../http/input-faults.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import * as examples from './examples.ts'

const tags = ['accounts']
const role = z.enum(roles)

const accountSchema = z
  .object({
    accountId: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    isLocked: z.boolean(),
    isEmailVerified: z.boolean().openapi({ description: 'its owner has set a password by a link in their mail' }),
    createdAt: z.string(),
  })
  .openapi('Account')

const email = z.email(fault({ en: 'must be an e-mail address', ko: '이메일 주소여야 합니다' })).max(254)

const list = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/accounts',
    tags,
    summary: 'Accounts, newest first',
    ...guard('listAccounts'),
    request: { query: pageQuery.extend({ email: email.optional() }) },
    responses: {
      200: { description: 'a page', ...json(pageOf(accountSchema), examples.pageOf(examples.account)) },
      ...problems,
    },
  })

const addBody = z.strictObject({ name: line(100), email, role }).openapi('AddAccount')

const add = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/accounts',
    tags,
    summary: 'Make an account; its owner is sent a link that sets the password',
    ...guard('addAccount'),
    request: {
      body: { required: true, ...json(addBody, { name: 'Han', email: 'han@homeappliance.test', role: 'courier' }) },
    },
    ...refuses('account_exists'),
    responses: { 201: { description: 'made', ...json(accountSchema, examples.account) }, ...problems },
  })

const changeBody = z
  .strictObject({ role: role.optional(), isLocked: z.boolean().optional() })
  .refine(
    ({ role, isLocked }) => role !== undefined || isLocked !== undefined,
    fault({ en: 'must change "role" or "isLocked"', ko: '"role" 또는 "isLocked"를 바꿔야 합니다' }),
  )
  .openapi('ChangeAccount')

const change = (guard: Guard) =>
  createRoute({
    method: 'patch',
    path: '/accounts/{accountId}',
    tags,
    summary: 'Give another role, lock or unlock',
    description:
      'Takes effect at once for what moves money, and for the rest within 15 minutes. Whoever signed up gets another ' +
      'role once a password was set by a link in their mail: anybody can type an address.',
    ...guard('changeAccount'),
    request: {
      params: z.object({ accountId: z.string().max(64) }),
      body: { required: true, ...json(changeBody, { isLocked: true }) },
    },
    ...refuses('account_not_found', 'forbidden'),
    responses: {
      200: { description: 'the account as it is now', ...json(accountSchema, examples.account) },
      ...problems,
    },
  })

const systemSchema = z
  .object({ clientId: z.string(), name: z.string(), role, isLocked: z.boolean(), createdAt: z.string() })
  .openapi('System')

const listSystems = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/systems',
    tags,
    summary: 'Other systems that call the shop by themselves',
    ...guard('listSystems'),
    responses: {
      200: {
        description: 'all of them',
        ...json(z.object({ items: z.array(systemSchema) }), { items: [examples.system] }),
      },
      ...problems,
    },
  })

const addSystemBody = z.strictObject({ name: line(100), role }).openapi('AddSystem')
const newSystemSchema = systemSchema.extend({ clientSecret: z.string() }).openapi('NewSystem')

const addSystem = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/systems',
    tags,
    summary: 'Let a system in; its secret for the token endpoint (client_credentials) is told this once',
    ...guard('addSystem'),
    request: { body: { required: true, ...json(addSystemBody, { name: 'Warehouse', role: 'staff' }) } },
    responses: {
      201: {
        description: 'let in',
        ...json(newSystemSchema, { ...examples.system, clientSecret: 'kept-by-the-system-alone' }),
      },
      ...problems,
    },
  })

const lockBody = z.strictObject({ isLocked: z.boolean() }).openapi('LockSystem')

const changeSystem = (guard: Guard) =>
  createRoute({
    method: 'patch',
    path: '/systems/{clientId}',
    tags,
    summary: 'Lock a system out, or let it in again',
    ...guard('changeSystem'),
    request: {
      params: z.object({ clientId: z.string().max(64) }),
      body: { required: true, ...json(lockBody, { isLocked: true }) },
    },
    ...refuses('account_not_found'),
    responses: { 200: { description: 'the system as it is now', ...json(systemSchema, examples.system) }, ...problems },
  })

const keySchema = z.object({ keyId: z.string(), createdAt: z.string(), signsFrom: z.string() }).openapi('SigningKey')
const keysAnswer = json(z.object({ items: z.array(keySchema) }), { items: [examples.signingKey] })

const listKeys = (guard: Guard) =>
  createRoute({
    method: 'get',
    path: '/signingKeys',
    tags,
    summary: 'The published keys that sign tokens, newest first',
    ...guard('listSigningKeys'),
    responses: { 200: { description: 'all of them', ...keysAnswer }, ...problems },
  })

const rotateKey = (guard: Guard) =>
  createRoute({
    method: 'post',
    path: '/signingKeys',
    tags,
    summary: 'Make a new signing key: published at once, signing a quarter of an hour later',
    ...guard('rotateSigningKey'),
    responses: { 202: { description: 'under way; said twice, nothing happens twice', ...keysAnswer }, ...problems },
  })

export function accountRoutes(app: OpenAPIHono<Gateway>, guard: Guard) {
  return app
    .openapi(list(guard), async (c) => {
      const { email = null, limit, cursor = null } = c.req.valid('query')
      const page = await callContext('identity', () => c.env.ACCOUNTS.list(c.var.caller, email, { limit, cursor }))
      return page.ok ? c.json(page.value, 200) : problem(c, page.rejection)
    })
    .openapi(add(guard), async (c) => {
      const account = c.req.valid('json')
      const added = await callContext('identity', () =>
        c.env.ACCOUNTS.add(c.var.caller, account, c.req.url, c.var.requestId),
      )
      return added.ok ? c.json(added.value, 201) : problem(c, added.rejection)
    })
    .openapi(change(guard), async (c) => {
      const { accountId } = c.req.valid('param')
      const { role = null, isLocked = null } = c.req.valid('json')
      const changed = await callContext('identity', () =>
        c.env.ACCOUNTS.change(c.var.caller, accountId, { role, isLocked }, c.var.requestId),
      )
      return changed.ok ? c.json(changed.value, 200) : problem(c, changed.rejection)
    })
    .openapi(listSystems(guard), async (c) => {
      const systems = await callContext('identity', () => c.env.ACCOUNTS.systems(c.var.caller))
      return systems.ok ? c.json({ items: systems.value }, 200) : problem(c, systems.rejection)
    })
    .openapi(addSystem(guard), async (c) => {
      const system = c.req.valid('json')
      const added = await callContext('identity', () => c.env.ACCOUNTS.addSystem(c.var.caller, system, c.var.requestId))
      return added.ok ? c.json(added.value, 201) : problem(c, added.rejection)
    })
    .openapi(changeSystem(guard), async (c) => {
      const { clientId } = c.req.valid('param')
      const { isLocked } = c.req.valid('json')
      const changed = await callContext('identity', () =>
        c.env.ACCOUNTS.changeSystem(c.var.caller, clientId, isLocked, c.var.requestId),
      )
      return changed.ok ? c.json(changed.value, 200) : problem(c, changed.rejection)
    })
    .openapi(listKeys(guard), async (c) => {
      const keys = await callContext('identity', () => c.env.ACCOUNTS.signingKeys(c.var.caller))
      return keys.ok ? c.json({ items: keys.value }, 200) : problem(c, keys.rejection)
    })
    .openapi(rotateKey(guard), async (c) => {
      const keys = await callContext('identity', () => c.env.ACCOUNTS.rotateSigningKey(c.var.caller, c.var.requestId))
      return keys.ok ? c.json({ items: keys.value }, 202) : problem(c, keys.rejection)
    })
}
