// The sandbox's webhooks: signed as `Sandbox-Signature: t=<unix seconds>,v1=<hex>`, HMAC-SHA256 over `<t>.<raw body>`.
import { hmac } from '../platform/hmac.ts'
import { type Notice, type Notices, subjectOf } from './notices.ts'

export type WebhookPorts = {
  secret: string
  /** How often a notice is sent that the shop does not receive; 0 sends none. */
  triesMax: number
  fetch: (url: string, init: RequestInit) => Promise<Response>
  now: () => number
}

const url = 'https://shop.internal/payments/webhooks/sandbox'
const timeoutMs = 10_000

/** Send the due notices of a shard. Never throws: a notice that was not received is due again later. */
export async function sendNotices(notices: Notices, ports: WebhookPorts): Promise<void> {
  const due = notices.due(ports.now())
  const send = async (notice: Notice) => ({ notice, isReceived: await isReceived(notice, ports) })
  notices.sent(await Promise.all(due.map(send)), ports.now(), ports.triesMax)
}

async function isReceived(notice: Notice, ports: WebhookPorts): Promise<boolean> {
  const { type, reference } = notice
  const body = JSON.stringify({ type, data: { reference, id: subjectOf(notice) } })
  const signature = await sign(body, ports.secret, ports.now())
  const headers = { 'content-type': 'application/json', 'sandbox-signature': signature }
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await ports.fetch(url, { method: 'POST', headers, body, signal })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

async function sign(body: string, secret: string, now: number): Promise<string> {
  const seconds = Math.floor(now / 1000)
  return `t=${seconds},v1=${await hmac(secret, `${seconds}.${body}`)}`
}
