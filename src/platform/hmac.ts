// HMAC-SHA256 (RFC 2104) of bytes, or of a text in UTF-8, in hex.
import { fromHex, toHex } from './hex.ts'

type Signable = string | Uint8Array<ArrayBuffer>

export async function hmac(secret: string, text: Signable): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(secret), bytesOf(text))))
}

/** Whether `mac` is the HMAC of `text` under `secret`, compared in constant time. */
export async function isHmac(mac: string, secret: string, text: Signable): Promise<boolean> {
  return await crypto.subtle.verify('HMAC', await keyOf(secret), fromHex(mac), bytesOf(text))
}

function keyOf(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
}

function bytesOf(text: Signable): Uint8Array<ArrayBuffer> {
  return typeof text !== 'string' ? text : Uint8Array.from(new TextEncoder().encode(text))
}
