// Webhook signatures of the form `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<raw body>`. They may be several,
// while one secret follows on another; those of other schemes than v1 are ignored.
import { hmac, isHmac } from '../../platform/hmac.ts'

/** How far a webhook's time stamp may be from now. A replay does no harm; an old one is refused all the same. */
export const toleranceSeconds = 300
const signaturesMax = 10

/** Whether `header` signs `body` as it was sent, with `secret` and within the tolerance around `now` (epoch ms). */
export async function isSigned(
  header: string,
  body: Uint8Array<ArrayBuffer>,
  secret: string,
  now: number,
): Promise<boolean> {
  const parts = header.split(',', 1 + signaturesMax)
  const seconds = /^t=([0-9]{1,12})$/.exec(parts[0] ?? '')?.[1]
  if (seconds === undefined || Math.abs(now / 1000 - Number(seconds)) > toleranceSeconds) return false
  const signed = new Uint8Array(await new Blob([`${seconds}.`, body]).arrayBuffer())
  const signatures = parts.flatMap((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1] ?? [])
  const verdicts = await Promise.all(signatures.map((signature) => isHmac(signature, secret, signed)))
  return verdicts.includes(true)
}

/** Whether two secrets are equal, compared in constant time. */
export async function isSameSecret(given: string, secret: string): Promise<boolean> {
  return await isHmac(await hmac(secret, secret), secret, given)
}
