// Accounts as ops manage them: who works for the shop, in which role, and who is locked. Only ops give roles.

import * as z from 'zod'
import type { AccountChange, AccountRow, NewAccount } from '../../contract/accounts.ts'
import { mayCall } from '../../contract/authorization.ts'
import type { Caller, Role } from '../../contract/caller.ts'
import { roles } from '../../contract/caller.ts'
import { told } from '../../contract/language.ts'
import { accepted, type Result, refused } from '../../contract/result.ts'
import type { Page, PageRequest } from '../../contract/rpc.ts'
import { actStatement } from '../../platform/acts.ts'
import { cutPage } from '../../platform/cursor.ts'
import type { Database } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { newestFirst, readPage } from '../../platform/paging.ts'

export type AccountPorts = {
  db: Database
  /** Send the owner of a new account the link that sets its password. */
  invite: (accountId: string, to: { name: string; email: string }) => Promise<void>
  now: () => number
  log: Log
}

export async function listAccounts(
  { db }: Pick<AccountPorts, 'db'>,
  caller: Caller,
  email: string | null,
  page: PageRequest,
): Promise<Result<Page<AccountRow>>> {
  if (!mayCall(caller.role, 'listAccounts')) return forbidden
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  const where = email === null ? [] : ([['email = ?', email.toLowerCase()]] as const)
  const listing = { select: columns, from: 'user', where, newestBy: ['createdAt', 'id'] } as const
  const rows = (await newestFirst([db], listing, keyset.value)).map(accountOf)
  return accepted(cutPage(rows, keyset.value.limit, (row) => [row.createdAt, row.accountId]))
}

/** A new account has no password until its owner sets one by the link in the mail. */
export async function addAccount(
  ports: AccountPorts,
  caller: Caller,
  account: NewAccount,
  requestId: string | null = null,
): Promise<Result<AccountRow>> {
  if (!mayCall(caller.role, 'addAccount')) return forbidden
  const { db, log } = ports
  const { name, role } = account
  const email = account.email.toLowerCase()
  const accountId = crypto.randomUUID()
  const now = new Date(ports.now()).toISOString()
  const act = { actId: accountId, at: now, caller, action: 'addAccount', target: accountId, requestId } as const
  await db.batch([
    db
      .prepare(
        `INSERT INTO user (id, name, email, emailVerified, createdAt, updatedAt, role, banned)
         VALUES (?1, ?2, ?3, 0, ?4, ?4, ?5, 0) ON CONFLICT (email) DO NOTHING`,
      )
      .bind(accountId, name, email, now, role),
    actStatement(db, { ...act, after: { role, isLocked: false } }, 'NULL', 'FROM user WHERE id = ?7'),
  ])
  const [row] = (await db.prepare(`SELECT ${columns} FROM user WHERE id = ?`).bind(accountId).all()).results
  if (row === undefined) {
    return refused({
      code: 'account_exists',
      ...told({ en: 'There is an account with this address already.', ko: '이 주소의 계정이 이미 있습니다.' }),
      field: 'email',
    })
  }
  log('account_added', { by: caller.subject, accountId, role })
  await ports.invite(accountId, { name, email })
  return accepted(accountOf(row))
}

/**
 * Set the role, or lock or unlock the account. A lock ends its sessions. Nobody changes their own account. The write
 * itself judges whether the caller is still of ops and whether one of ops is left: two may lock each other at once. A
 * person may have signed up with the address of another: an account gets a role only when its password was set by a
 * link sent to that address, or when it has no password yet.
 */
export async function changeAccount(
  { db, now, log }: Omit<AccountPorts, 'invite'>,
  caller: Caller,
  accountId: string,
  { role = null, isLocked = null }: AccountChange,
  requestId: string | null = null,
): Promise<Result<AccountRow>> {
  if (!mayCall(caller.role, 'changeAccount')) return forbidden
  if (accountId === caller.subject) {
    return refused({
      code: 'forbidden',
      ...told({
        en: 'Nobody changes their own account: ask somebody else of ops.',
        ko: '자신의 계정은 바꿀 수 없습니다. 다른 운영자에게 요청해 주세요.',
      }),
    })
  }
  const [actId, at] = [crypto.randomUUID(), new Date(now()).toISOString()]
  const after = { ...(role !== null && { role }), ...(isLocked !== null && { isLocked }) }
  const values = [role, isLocked === null ? null : Number(isLocked)]
  // Both judge the account as it was: the act is written only when the change is made.
  await db.batch([
    actStatement(
      db,
      { actId, at, caller, action: 'changeAccount', target: accountId, after, requestId },
      `json_object('role', role, 'isLocked', json(iif(coalesce(banned, 0) = 1, 'true', 'false')))`,
      `FROM user WHERE ${mayChange({ id: '?7', role: '?10', banned: '?11', caller: '?3' })}`,
      ...values,
    ),
    db
      .prepare(
        `UPDATE user SET role = coalesce(?2, role), banned = coalesce(?3, banned), updatedAt = ?4
         WHERE ${mayChange({ id: '?1', role: '?2', banned: '?3', caller: '?5' })}`,
      )
      .bind(accountId, ...values, at, caller.subject),
  ])
  const [row] = (
    await db
      .prepare(`SELECT ${columns} FROM user WHERE id = ? AND EXISTS (SELECT 1 FROM acts WHERE act_id = ?)`)
      .bind(accountId, actId)
      .all()
  ).results
  if (row === undefined) return await whyUnchanged(db, caller, accountId)
  log('account_changed', { by: caller.subject, accountId, role, isLocked })
  return accepted(accountOf(row))
}

/**
 * Whether the session of a token is active, and its account still has the token's role; for a token without a session,
 * whether its system is unlocked and has that role. A token that an application may renew is active
 * until that application's refresh token is given back, or revoked because of a replay.
 */
export async function isSessionActive(
  db: Database,
  { subject, role }: { subject: string; role: Role },
  sessionId: string | null,
  renewableBy: string | null,
  now: number,
): Promise<boolean> {
  const query =
    sessionId === null
      ? db
          .prepare(
            `SELECT 1 FROM oauthClient WHERE clientId = ? AND coalesce(disabled, 0) = 0
             AND json_extract(metadata, '$.role') = ?`,
          )
          .bind(subject, role)
      : db
          .prepare(
            `SELECT 1 FROM session JOIN user ON user.id = session.userId
             WHERE user.id = ? AND user.role = ? AND coalesce(user.banned, 0) = 0
             AND session.id = ? AND session.expiresAt > ? AND (? IS NULL OR ${mayRenew})`,
          )
          .bind(subject, role, sessionId, new Date(now).toISOString(), renewableBy, renewableBy, renewableBy)
  return (await query.all()).results.length > 0
}

const renewing = 'FROM oauthRefreshToken WHERE sessionId = session.id AND clientId = ?'
/** A refresh token is valid; or the newest one has just been rotated, and its successor is not stored yet. */
const mayRenew = `(
  EXISTS (SELECT 1 ${renewing} AND revoked IS NULL)
  OR (SELECT rotatedAt ${renewing} ORDER BY createdAt DESC, rowid DESC LIMIT 1) IS NOT NULL
)`

/** Callers of a foreign issuer have no account here. */
const isStillOps = (caller: string) =>
  `NOT EXISTS (SELECT 1 FROM user WHERE id = ${caller} AND (role <> 'ops' OR coalesce(banned, 0) = 1))`
/** Somebody else of ops is left when the account is not of ops any more. */
const leavesOps = (id: string) => `(
  EXISTS (SELECT 1 FROM user WHERE id = ${id} AND (role <> 'ops' OR coalesce(banned, 0) = 1))
  OR EXISTS (SELECT 1 FROM user WHERE id <> ${id} AND role = 'ops' AND coalesce(banned, 0) = 0)
)`
/** The condition of a change, with the parameters by which it is given. */
const mayChange = ({ id, role, banned, caller }: Record<'id' | 'role' | 'banned' | 'caller', string>) =>
  `user.id = ${id} AND (coalesce(${role}, 'customer') = 'customer' OR emailVerified = 1 OR NOT EXISTS (
     SELECT 1 FROM account WHERE account.userId = user.id AND password IS NOT NULL
   ))
   AND ${isStillOps(caller)} AND (coalesce(${role}, 'ops') = 'ops' AND ${banned} IS NOT 1 OR ${leavesOps(id)})`

async function whyUnchanged(db: Database, { subject }: Caller, accountId: string): Promise<Result<never>> {
  const [why] = (
    await db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM user WHERE id = ?1) AS isKnown, ${isStillOps('?2')} AS isOps,
           ${leavesOps('?1')} AS leavesOps`,
      )
      .bind(accountId, subject)
      .all()
  ).results
  if (why?.['isKnown'] !== 1) return notFound
  if (why['isOps'] !== 1) return forbidden
  return why['leavesOps'] === 1 ? addressUnverified : lastOfOps
}

const notFound = refused({
  code: 'account_not_found',
  ...told({ en: 'There is no such account.', ko: '그런 계정이 없습니다.' }),
})
const addressUnverified = refused({
  code: 'forbidden',
  ...told({
    en: 'Nobody has shown that this address is theirs: first its owner sets a new password, by the link in their mail.',
    ko: '주소의 주인이 확인되지 않았습니다. 먼저 주인이 메일의 링크로 새 비밀번호를 설정해야 합니다.',
  }),
})

const lastOfOps = refused({
  code: 'forbidden',
  ...told({
    en: 'This is the last account of ops: first give somebody else the role.',
    ko: '마지막 운영자 계정입니다. 먼저 다른 사람에게 역할을 주세요.',
  }),
})

export const forbidden = refused({
  code: 'forbidden',
  ...told({ en: 'Accounts are kept by ops.', ko: '계정은 운영자가 관리합니다.' }),
})

const columns = 'id, name, email, role, banned, emailVerified, createdAt'

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles).catch('customer'),
  banned: z.number().nullable(),
  emailVerified: z.number(),
  createdAt: z.string(),
})

function accountOf(row: unknown): AccountRow {
  const { id, name, email, role, banned, emailVerified, createdAt } = rowSchema.parse(row)
  return { accountId: id, name, email, role, isLocked: banned === 1, isEmailVerified: emailVerified === 1, createdAt }
}
