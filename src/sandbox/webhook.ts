// The sandbox's webhooks: signed as `Sandbox-Signature: t=<unix seconds>,v1=<hex>`, HMAC-SHA256 over `<t>.<raw body>`.
import { hmac } from '../platform/hmac.ts'
import type { Notice, Notices } from './notices.ts'

export type WebhookPorts = {
  secret: string
  /** How often a notice is sent that nobody hears; none is sent at 0. */
  triesMax: number
  fetch: (url: string, init: RequestInit) => Promise<Response>
  now: () => number
}

const url = 'https://shop.internal/payments/webhooks/sandbox'
const timeoutMs = 10_000

/** Send what is due about a reference. Never throws: what was not heard is due again later. */
export async function sendNotices(reference: string, notices: Notices, ports: WebhookPorts): Promise<void> {
  for (const notice of notices.due(ports.now())) {
    const heard = await send(reference, notice, ports)
    notices.said(notice, heard, ports.now(), ports.triesMax)
  }
}

async function send(reference: string, { subject, type }: Notice, ports: WebhookPorts): Promise<boolean> {
  const body = JSON.stringify({ type, data: { reference, id: subject } })
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
