// The shop that an account of the stand-in serves at https://shop.example: as well as the versions that answer calls.
import { runningOf, type StandInAccount } from './account.ts'

export const origin = 'https://shop.example'

/** What `fetch` answers for a call of the shop. Throws as it does where nobody answers. */
export function answerOf(account: StandInAccount, url: string): Response {
  const { pathname, origin: called } = new URL(url)
  const gateway = runningOf(account, 'homeappliance-gateway')
  if (called !== origin || gateway.length === 0) throw new TypeError('fetch failed')
  if (isSick(account, 'homeappliance-gateway')) return new Response('Internal error', { status: 500 })
  if (pathname === '/readyz') return Response.json(readinessOf(account))
  if (pathname === '/items') return Response.json({ items: [{ itemId: '1' }] })
  return new Response('<html></html>', { headers: { 'content-type': 'text/html' } })
}

function readinessOf(account: StandInAccount) {
  const contexts = Object.keys(account.workers).map((name) => name.replace('homeappliance-', ''))
  const sick = contexts.filter((context) => isSick(account, `homeappliance-${context}`))
  return {
    status: sick.length === 0 ? 'ready' : 'degraded',
    contexts: Object.fromEntries(contexts.map((name) => [name, sick.includes(name) ? 'unavailable' : 'ready'])),
    reasons: Object.fromEntries(sick.map((name) => [name, 'it is sick'])),
    breakers: {},
  }
}

/** Whether a sick version of a Worker answers calls. */
function isSick(account: StandInAccount, name: string): boolean {
  const tags = runningOf(account, name).map((running) => running.split('@')[0])
  return account.sick.some(({ worker, tag }) => worker === name && tags.includes(tag))
}
