// The identity Worker: the authorization server behind the gateway, at /auth and /.well-known, and the accounts in it.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type {
  AccountChange,
  AccountEmailsRpc,
  AccountsRpc,
  NewAccount,
  NewSystem,
  NoticesRpc,
} from '../../src/contract/accounts.ts'
import type { ActsRpc } from '../../src/contract/audit.ts'
import type { Caller } from '../../src/contract/caller.ts'
import type { AccountDataRpc } from '../../src/contract/customer-data.ts'
import type { HealthRpc, PageRequest } from '../../src/contract/rpc.ts'
import { accountData, eraseAccount } from '../../src/identity/accounts/account-data.ts'
import { addAccount, changeAccount, isSessionActive, listAccounts } from '../../src/identity/accounts/accounts.ts'
import { deleteExpiredTries } from '../../src/identity/accounts/throttle-store.ts'
import { identityApp } from '../../src/identity/app.ts'
import { identityConfig } from '../../src/identity/config.ts'
import { invite } from '../../src/identity/oauth/invite.ts'
import { maintainKeys, rotateSigningKey, signingKeys } from '../../src/identity/oauth/keys.ts'
import { openServer, type ServerConfig } from '../../src/identity/oauth/server.ts'
import { addSystem, changeSystem, listSystems } from '../../src/identity/oauth/systems.ts'
import { emailOf } from '../../src/identity/store.ts'
import { actsAfter } from '../../src/platform/acts.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { contextLog } from '../../src/platform/log.ts'
import { checkMigrated } from '../../src/platform/migrations.ts'

export interface IdentityEnv extends Vars<typeof identityConfig> {
  IDENTITY_DB: D1Database
  NOTICES: NoticesRpc
}

const log = contextLog('identity')

export class Identity extends WorkerEntrypoint<IdentityEnv> implements HealthRpc {
  override async fetch(request: Request): Promise<Response> {
    const app = identityApp({
      open: (requestUrl) => openServer(configOf(this.env), requestUrl),
      waitUntil: (work) => this.ctx.waitUntil(work),
      now: Date.now,
      log,
    })
    return app.fetch(request)
  }

  override async scheduled(): Promise<void> {
    const { db, secret, keyTimes } = configOf(this.env)
    await maintainKeys(db, secret, keyTimes, Date.now())
    await deleteExpiredTries(db, Date.now())
  }

  async ready(): Promise<{ ok: true }> {
    readConfig(identityConfig, this.env)
    await checkMigrated('identity', 'IDENTITY_DB', this.env.IDENTITY_DB)
    return { ok: true }
  }
}

/** For the gateway. */
export class Accounts extends WorkerEntrypoint<IdentityEnv> implements AccountsRpc {
  list(caller: Caller, email: string | null, page: PageRequest) {
    return listAccounts(portsOf(this.env), caller, email, page)
  }

  add(caller: Caller, account: NewAccount, requestUrl: string, requestId?: string) {
    const ports = portsOf(this.env)
    return addAccount({ ...ports, invite: invite(configOf(this.env), requestUrl, log) }, caller, account, requestId)
  }

  change(caller: Caller, accountId: string, change: AccountChange, requestId?: string) {
    return changeAccount(portsOf(this.env), caller, accountId, change, requestId)
  }

  systems(caller: Caller) {
    return listSystems(portsOf(this.env), caller)
  }

  addSystem(caller: Caller, system: NewSystem, requestId?: string) {
    return addSystem(portsOf(this.env), caller, system, requestId)
  }

  changeSystem(caller: Caller, clientId: string, isLocked: boolean, requestId?: string) {
    return changeSystem(portsOf(this.env), caller, clientId, isLocked, requestId)
  }

  signingKeys(caller: Caller) {
    return signingKeys(configOf(this.env), caller)
  }

  rotateSigningKey(caller: Caller, requestId?: string) {
    return rotateSigningKey({ ...configOf(this.env), now: Date.now, log }, caller, requestId)
  }

  isSessionActive(caller: Caller, sessionId: string | null, renewableBy: string | null = null) {
    return isSessionActive(this.env.IDENTITY_DB, caller, sessionId, renewableBy, Date.now())
  }

  standing(...args: Parameters<AccountsRpc['isSessionActive']>) {
    return this.isSessionActive(...args)
  }
}

/** For the message context, which mails what an order tells its customer. */
export class AccountEmails extends WorkerEntrypoint<IdentityEnv> implements AccountEmailsRpc {
  emailOf(accountId: string) {
    return emailOf(this.env.IDENTITY_DB, accountId)
  }
}

/** For operations. */
export class Acts extends WorkerEntrypoint<IdentityEnv> implements ActsRpc {
  actsAfter(seq: number, limit: number) {
    return actsAfter(this.env.IDENTITY_DB, seq, limit)
  }
}

/** For operations. */
export class Customers extends WorkerEntrypoint<IdentityEnv> implements AccountDataRpc {
  accountData(customerId: string) {
    return accountData(this.env.IDENTITY_DB, customerId, new Date())
  }

  eraseCustomer(customerId: string) {
    return eraseAccount(this.env.IDENTITY_DB, customerId)
  }
}

export default Identity

function portsOf(env: IdentityEnv) {
  return { db: env.IDENTITY_DB, now: Date.now, log }
}

function configOf(env: IdentityEnv): ServerConfig {
  const { IDENTITY_DB: db } = env
  const {
    AUTH_ORIGIN: authOrigin,
    AUDIENCE: audience,
    BETTER_AUTH_SECRET: secret,
    ...config
  } = readConfig(identityConfig, env)
  const keyTimes = {
    announceSeconds: config.KEY_ANNOUNCE_SECONDS,
    rotateSeconds: config.KEY_ROTATE_SECONDS,
    retiredSeconds: config.KEY_RETIRED_SECONDS,
  }
  return { db, authDatabase: db, authOrigin, audience, secret, keyTimes, notices: env.NOTICES, log }
}
