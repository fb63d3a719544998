// Other systems that call the API: each is a confidential client with one role (RFC 6749, section 4.4).

import { base64url } from 'jose'
import * as z from 'zod'
import type { NewSystem, SystemRow } from '../../contract/accounts.ts'
import { mayCall } from '../../contract/authorization.ts'
import { type Caller, roles } from '../../contract/caller.ts'
import { told } from '../../contract/language.ts'
import { accepted, type Result, refused } from '../../contract/result.ts'
import { actStatement } from '../../platform/acts.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { forbidden } from '../accounts/accounts.ts'

type SystemPorts = { db: Database; now: () => number; log: Log }

/** The scope of systems. The applications of people have the other scopes. */
export const systemScope = 'shop'

export async function listSystems({ db }: { db: Database }, caller: Caller): Promise<Result<SystemRow[]>> {
  if (!mayCall(caller.role, 'listSystems')) return forbidden
  const { results } = await db.prepare(`SELECT ${columns} FROM oauthClient WHERE ${isSystem} ORDER BY name`).all()
  return accepted(results.map(systemOf))
}

/** The secret is returned once; the database has its hash. */
export async function addSystem(
  { db, now, log }: SystemPorts,
  caller: Caller,
  { name, role }: NewSystem,
  requestId: string | null = null,
): Promise<Result<SystemRow & { clientSecret: string }>> {
  if (!mayCall(caller.role, 'addSystem')) return forbidden
  const clientId = `system-${crypto.randomUUID()}`
  const clientSecret = base64url.encode(crypto.getRandomValues(new Uint8Array(32)))
  const at = new Date(now()).toISOString()
  const [scopes, metadata] = [JSON.stringify([systemScope]), JSON.stringify({ role, name })]
  const act = { actId: clientId, at, caller, action: 'addSystem', target: clientId, requestId } as const
  await db.batch([
    db
      .prepare(
        `INSERT INTO oauthClient (id, clientId, clientSecret, name, redirectUris, scopes, clientCredentialsScopes,
           tokenEndpointAuthMethod, grantTypes, responseTypes, requirePKCE, metadata, createdAt)
         VALUES (?1, ?1, ?2, ?3, '[]', ?4, ?4, 'client_secret_basic', '["client_credentials"]', '[]', 1, ?5, ?6)`,
      )
      .bind(clientId, await hashClientSecret(clientSecret), name, scopes, metadata, at),
    actStatement(db, { ...act, after: { name, role, isLocked: false } }, 'NULL', ''),
  ])
  const { results } = await db.prepare(`SELECT ${columns} FROM oauthClient WHERE clientId = ?`).bind(clientId).all()
  log('system_added', { by: caller.subject, clientId, role })
  return accepted({ ...systemOf(results[0]), clientSecret })
}

export async function changeSystem(
  { db, now, log }: SystemPorts,
  caller: Caller,
  clientId: string,
  isLocked: boolean,
  requestId: string | null = null,
): Promise<Result<SystemRow>> {
  if (!mayCall(caller.role, 'changeSystem')) return forbidden
  const act = { actId: crypto.randomUUID(), at: new Date(now()).toISOString(), caller, target: clientId, requestId }
  await db.batch([
    actStatement(
      db,
      { ...act, action: 'changeSystem', after: { isLocked } },
      `json_object('isLocked', json(iif(coalesce(disabled, 0) = 1, 'true', 'false')))`,
      `FROM oauthClient WHERE clientId = ?7 AND ${isSystem}`,
    ),
    db
      .prepare(`UPDATE oauthClient SET disabled = ? WHERE clientId = ? AND ${isSystem}`)
      .bind(Number(isLocked), clientId),
  ])
  const found = db.prepare(`SELECT ${columns} FROM oauthClient WHERE clientId = ? AND ${isSystem}`).bind(clientId)
  const { results } = await found.all()
  const [row] = results
  if (row === undefined)
    return refused({
      code: 'account_not_found',
      ...told({ en: 'There is no such system.', ko: '그런 시스템이 없습니다.' }),
    })
  log('system_changed', { by: caller.subject, clientId, isLocked })
  return accepted(systemOf(row))
}

/** A secret of 256 random bits needs no slow hash: it cannot be guessed. */
export async function hashClientSecret(clientSecret: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(clientSecret))))
}

const isSystem = `grantTypes = '["client_credentials"]'`
const columns = 'clientId, name, disabled, metadata, createdAt'

const rowSchema = z.object({
  clientId: z.string(),
  name: z.string(),
  disabled: z.number().nullable(),
  metadata: z.string().transform((text) => z.object({ role: z.enum(roles) }).parse(JSON.parse(text))),
  createdAt: z.string(),
})

function systemOf(row: unknown): SystemRow {
  const { clientId, name, disabled, metadata, createdAt } = rowSchema.parse(row)
  return { clientId, name, role: metadata.role, isLocked: disabled === 1, createdAt }
}
