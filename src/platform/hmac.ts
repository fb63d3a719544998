// HMAC-SHA256 (RFC 2104) of a text in UTF-8, in hex.
import { fromHex, toHex } from './hex.ts'

export async function hmac(secret: string, text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(secret), bytesOf(text))))
}

/** Whether `mac` is the HMAC of `text` under `secret`, compared in constant time. */
export async function isHmac(mac: string, secret: string, text: string): Promise<boolean> {
  return await crypto.subtle.verify('HMAC', await keyOf(secret), fromHex(mac), bytesOf(text))
}

function keyOf(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text))
}
