// The identity Worker: the authorization server behind the gateway, at /auth and /.well-known.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { HealthRpc, NoticesRpc } from '../../src/contract/rpc.ts'
import { identityApp } from '../../src/identity/app.ts'
import { openServer, type ServerConfig } from '../../src/identity/server.ts'
import { pingAccounts } from '../../src/identity/store.ts'
import { contextLog } from '../../src/platform/log.ts'

export interface IdentityEnv {
  IDENTITY_DB: D1Database
  /** The shop's public address. Empty on a developer's machine, where it is the address asked for. */
  AUTH_ORIGIN: string
  AUDIENCE: string
  BETTER_AUTH_SECRET: string
  NOTICES: NoticesRpc
}

const log = contextLog('identity')

export class Identity extends WorkerEntrypoint<IdentityEnv> implements HealthRpc {
  override async fetch(request: Request): Promise<Response> {
    const app = identityApp({
      open: (asked) => openServer(configOf(this.env), asked),
      later: (work) => this.ctx.waitUntil(work),
      now: Date.now,
      log,
    })
    return app.fetch(request)
  }

  async ready(): Promise<{ ok: true }> {
    await pingAccounts(this.env.IDENTITY_DB)
    return { ok: true }
  }
}

export default Identity

function configOf(env: IdentityEnv): ServerConfig {
  const { IDENTITY_DB: db, AUTH_ORIGIN: authOrigin, AUDIENCE: audience, BETTER_AUTH_SECRET: secret } = env
  return { db, authOrigin, audience, secret, notices: env.NOTICES }
}
