// The order of the smoke check: a synthetic one, which operations places, cancels and follows to its end. It costs
// nothing, nobody delivers it, and no figure counts it.
import { z } from 'zod'
import { syntheticRunSchema } from '../../src/contract/synthetic.ts'
import { audience } from '../sign-in.ts'

/** A system of role ops at the shop: see "Accounts" in docs/operations.md. */
export type SmokeSystem = { clientId: string; clientSecret: string }

const tokenSchema = z.object({ access_token: z.string() })
/** Longer than the shop follows an order. */
const millisecondsMax = 30_000

/** Place a synthetic order. Gives what is wrong, in a sentence, or null. */
export async function smokeOrder(origin: string, system: SmokeSystem): Promise<string | null> {
  try {
    const { access_token } = tokenSchema.parse(await requestToken(origin, system))
    const authorization = `Bearer ${access_token}`
    const placed = await call(origin, '/syntheticOrders', { method: 'POST', headers: { authorization } })
    const { failedStep, cause, orderId } = syntheticRunSchema.parse(placed)
    return failedStep === null ? null : `no order goes through: ${failedStep} of ${orderId} failed, ${cause}`
  } catch (fault) {
    return `no order goes through: ${fault instanceof Error ? fault.message : fault}`
  }
}

/** By the client credentials grant (RFC 6749, section 4.4). */
async function requestToken(origin: string, { clientId, clientSecret }: SmokeSystem): Promise<unknown> {
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')
  return await call(origin, '/auth/oauth2/token', {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
  })
}

async function call(origin: string, path: string, init: RequestInit): Promise<unknown> {
  const answer = await fetch(origin + path, { ...init, signal: AbortSignal.timeout(millisecondsMax) })
  if (answer.status === 200) return await answer.json()
  throw new Error(`${path} answers HTTP ${answer.status}: ${(await answer.text()).slice(0, 500)}`)
}
