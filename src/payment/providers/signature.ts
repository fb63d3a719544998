// Webhook signatures of the form `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<raw body>`.
import { hmac, isHmac } from '../../platform/hmac.ts'

/** How far a webhook's time stamp may be from now. A replay does no harm; an old one is refused all the same. */
export const toleranceSeconds = 300

/** Whether `header` is a signature over `body` made with `secret` within the tolerance around `now` (epoch ms). */
export async function isSigned(header: string, body: string, secret: string, now: number): Promise<boolean> {
  const match = /^t=([0-9]{1,12}),v1=([0-9a-f]{64})$/.exec(header)
  const [, seconds, signature] = match ?? []
  if (seconds === undefined || signature === undefined) return false
  if (Math.abs(now / 1000 - Number(seconds)) > toleranceSeconds) return false
  return await isHmac(signature, secret, `${seconds}.${body}`)
}

/** Whether two secrets are equal, compared in constant time. */
export async function isSameSecret(given: string, secret: string): Promise<boolean> {
  return await isHmac(await hmac(secret, secret), secret, given)
}
