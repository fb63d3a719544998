// The signing key is changed by command while the shop is used: no request notices.
import type { D1Database } from '@cloudflare/workers-types'
import { expect, it } from 'vitest'
import { openShop } from '../../support/shop.ts'

const pauseSeconds = 3
/** More than the pause after which a gateway asks again for a key that it does not know. */
const announceSeconds = pauseSeconds + 3

const keyOf = (token: string): string => {
  const { kid }: { kid: string } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
  return kid
}

it('not one request fails while the signing key is changed, and the schedule finds nothing amiss', async () => {
  const shop = await openShop({
    vars: {
      gateway: { UNKNOWN_KEY_PAUSE_SECONDS: String(pauseSeconds) },
      identity: { KEY_ANNOUNCE_SECONDS: String(announceSeconds) },
    },
  })
  try {
    const { body } = await shop.call<Record<string, string>>('ops', 'POST', '/systems', { name: 'Till', role: 'staff' })
    const authorization = `Basic ${btoa(`${body['clientId']}:${body['clientSecret']}`)}`
    const refused: string[] = []
    const usedKeys = new Set<string>()
    let requests = 0
    const reported = async (what: string, path: string, init: RequestInit) => {
      requests += 1
      const answer = await fetch(`${shop.origin}${path}`, init)
      const text = await answer.text()
      if (!answer.ok) refused.push(`${what}: ${answer.status} ${text}`)
      return text
    }
    const oldToken = await shop.token('staff')
    const identity = shop.harness.getWorker<{ IDENTITY_DB: D1Database }>('homeappliance-identity')
    const { IDENTITY_DB: db } = await identity.getEnv()
    await db
      .prepare('UPDATE jwks SET createdAt = ?')
      .bind(new Date(Date.now() - 3_600_000).toISOString())
      .run()
    const firstKey = keyOf(oldToken)
    const round = async () => {
      const grant = new URLSearchParams({ grant_type: 'client_credentials', resource: 'urn:homeappliance:api' })
      const asked = await reported('token', '/auth/oauth2/token', {
        method: 'POST',
        headers: { authorization },
        body: grant,
      })
      const token: string = JSON.parse(asked).access_token
      usedKeys.add(keyOf(token))
      await reported('new token', '/ordermgmts', { headers: { authorization: `Bearer ${token}` } })
      await reported('old token', '/ordermgmts', { headers: { authorization: `Bearer ${oldToken}` } })
    }

    const rotated = await shop.call<{ items: { keyId: string }[] }>('ops', 'POST', '/signingKeys')
    expect([rotated.status, rotated.body.items.length]).toEqual([202, 2])
    const newKey = rotated.body.items[0]?.keyId ?? ''
    // A busy machine takes longer for as many.
    const requestsWanted = 200
    const end = Date.now() + (announceSeconds + 5) * 1000
    const user = async () => {
      while (Date.now() < end || requests <= requestsWanted) await round()
    }
    await Promise.all(Array.from({ length: 4 }, user))

    expect(refused).toEqual([])
    expect([...usedKeys]).toEqual([firstKey, newKey])
    expect(requests).toBeGreaterThan(requestsWanted)
    expect(await identity.scheduled({ cron: '23 3 * * *', scheduledTime: new Date() })).toMatchObject({ outcome: 'ok' })
    expect((await shop.call('ops', 'GET', '/signingKeys')).body).toEqual(rotated.body)
  } finally {
    await shop.close()
  }
})
