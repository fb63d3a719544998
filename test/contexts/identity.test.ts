// The identity Worker alone, as it is deployed: accounts, the authorization code flow, and what it must refuse.
import type { D1Database } from '@cloudflare/workers-types'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHarness } from 'wrangler'
import { demoAccounts, seedAccountsSql } from '../../scripts/demo/accounts.ts'
import { signIn } from '../../scripts/sign-in.ts'

const harness = createTestHarness({
  workers: [
    {
      configPath: 'workers/identity/wrangler.toml',
      secrets: { BETTER_AUTH_SECRET: 'a secret of the tests, of more than 32 characters: 0123456789' },
    },
  ],
})
let origin = ''

beforeAll(async () => {
  origin = (await harness.listen()).url.origin
  const worker = harness.getWorker<{ IDENTITY_DB: D1Database }>()
  await worker.applyD1Migrations('IDENTITY_DB')
  const { IDENTITY_DB: db } = await worker.getEnv()
  await db.batch(
    (await seedAccountsSql())
      .trim()
      .split('\n')
      .map((line) => db.prepare(line)),
  )
})
afterAll(() => harness.close())

describe('signing in', () => {
  it('gives a demo customer a token', async () => {
    const { email, password } = demoAccounts.customer
    const token = await signIn(origin, email, password)
    console.log(token, atob(token.split('.')[1] ?? ''))
    console.log(await (await fetch(`${origin}/.well-known/openid-configuration`)).text())
    console.log(await (await fetch(`${origin}/.well-known/oauth-authorization-server`)).text())
    console.log(await (await fetch(`${origin}/auth/jwks`)).text())
    expect(token).toBeTruthy()
  })
})
