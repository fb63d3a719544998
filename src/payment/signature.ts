// Webhook signatures of the form `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<raw body>`.

/** How far a webhook's time stamp may lie from now: a replay is harmless, an old one is not even looked at. */
export const toleranceSeconds = 300

/** Whether `header` is a signature over `body` made with `secret` within the tolerance around `now` (epoch ms). */
export async function isSigned(header: string, body: string, secret: string, now: number): Promise<boolean> {
  const match = /^t=([0-9]{1,12}),v1=([0-9a-f]{64})$/.exec(header)
  const [, seconds, signature] = match ?? []
  if (seconds === undefined || signature === undefined) return false
  if (Math.abs(now / 1000 - Number(seconds)) > toleranceSeconds) return false
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify'])
  // `verify` compares in constant time.
  return await crypto.subtle.verify('HMAC', key, bytesOf(signature), encoder.encode(`${seconds}.${body}`))
}

/** Whether two secrets are the same, in a time that tells nothing of how alike they are. */
export async function isSameSecret(given: string, secret: string): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign', 'verify'])
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(secret))
  return await crypto.subtle.verify('HMAC', key, mac, encoder.encode(given))
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2)
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16)
  return bytes
}
