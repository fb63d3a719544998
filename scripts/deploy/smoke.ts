// The smoke check of a deployment, as a customer would: is the shop as well as before, does it show its items and its
// sign-in, and does an order go through? Called after each step.
import { z } from 'zod'
import { type SmokeSystem, smokeOrder } from './smoke-order.ts'

export type SmokePorts = {
  origin: string
  /** Who has the order placed; null leaves it out. */
  system: SmokeSystem | null
  /** Between two looks at a shop that is not well, which may be a new version's start. */
  pause: () => Promise<void>
}

const readinessSchema = z.object({
  status: z.enum(['ready', 'degraded', 'unavailable']),
  contexts: z.record(z.string(), z.string()),
  reasons: z.record(z.string(), z.string()),
  breakers: z.record(z.string(), z.string()),
})
export type Readiness = z.infer<typeof readinessSchema>

/** How well a shop was. */
export const healthSchema = z.object({ readiness: readinessSchema, takesOrders: z.boolean() })
export type Health = z.infer<typeof healthSchema>

/** With `pause` of two seconds: a minute. */
const looksMax = 30
const millisecondsMax = 10_000

/** What /readyz answers; null when nothing answers there, or what answers is no shop that is well. */
export async function readReadiness(origin: string): Promise<Readiness | null> {
  const answer = await get(`${origin}/readyz`)
  return readinessSchema.safeParse(await answer?.json().catch(() => null)).data ?? null
}

/**
 * Check the shop. What was not well `before` need not be now; null: everything must be. `percent` is the share of
 * calls that the new version gets: the shop is asked until it has had one of them, with a likelihood of 95 percent.
 * Gives what is wrong, in a sentence, or null.
 */
export async function smokeCheck(ports: SmokePorts, before: Health | null, percent: number): Promise<string | null> {
  for (let call = 0; call < callsFor(percent); call++) {
    const wrong = await well(ports, before?.readiness ?? null)
    if (wrong !== null) return wrong
  }
  return before?.takesOrders === false ? null : await orderThrough(ports)
}

/** What is wrong with orders; null when they go through, or nobody can have one placed. */
export async function orderThrough({ origin, system }: Pick<SmokePorts, 'origin' | 'system'>): Promise<string | null> {
  return system === null ? null : await smokeOrder(origin, system)
}

/** How many calls have one with a share of `percent` among them, with a likelihood of 95 percent. */
export function callsFor(percent: number): number {
  return percent >= 100 ? 1 : Math.ceil(Math.log(0.05) / Math.log(1 - percent / 100))
}

/** What has become worse: contexts that were ready, and breakers that were closed. */
export function worsened(before: Readiness | null, now: Readiness): string[] {
  const contexts = Object.entries(now.contexts)
    .filter(([name, state]) => state !== 'ready' && (before?.contexts[name] ?? 'ready') === 'ready')
    .map(([name]) => `${name} is not ready (${now.reasons[name] ?? 'no reason told'})`)
  const breakers = Object.entries(now.breakers)
    .filter(([name, state]) => state === 'open' && before?.breakers[name] !== 'open')
    .map(([name]) => `the breaker ${name} is open`)
  return [...contexts, ...breakers]
}

async function well({ origin, pause }: SmokePorts, before: Readiness | null): Promise<string | null> {
  let wrong = ''
  for (let look = 1; look <= looksMax; look++) {
    wrong = await lookAt(origin, before)
    if (wrong === '') return null
    if (look < looksMax) await pause()
  }
  return wrong
}

async function lookAt(origin: string, before: Readiness | null): Promise<string> {
  const now = await readReadiness(origin)
  if (now === null) return `nothing answers at ${origin}/readyz: that address must lead to homeappliance-gateway`
  const worse = worsened(before, now)
  if (worse.length > 0) return `${origin}/readyz: ${worse.join('; ')}`
  for (const path of ['/items', '/auth/sign-in']) {
    const answer = await get(origin + path)
    await answer?.body?.cancel()
    if (answer?.ok !== true) return `${origin}${path} answers ${answer === null ? 'nothing' : `HTTP ${answer.status}`}`
  }
  return ''
}

/** Whether anything answers at all. */
export async function isReachable(origin: string): Promise<boolean> {
  const answer = await get(`${origin}/livez`)
  await answer?.body?.cancel()
  return answer !== null
}

async function get(url: string): Promise<Response | null> {
  return await fetch(url, { signal: AbortSignal.timeout(millisecondsMax) }).catch(() => null)
}
