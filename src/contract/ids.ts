// Ids: opaque, unguessable, never sequential. The `orderId` correlates everything about an order.
import * as z from 'zod'
import { inRegionOf, type Region } from './region.ts'

/** An id in a path or body: of bounded length, and without characters that have a meaning in URLs, SQL or HTML. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"')

export const orderIdSchema = z.string().regex(/^ord_[0-9a-z]{26}$/, 'must be an order id')

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Encode the first 130 bits of `bytes` (at least 17 bytes) in Crockford's base 32, lower case: 26 characters. */
export function encodeId(prefix: string, bytes: Uint8Array): string {
  let bits = 0
  let held = 0
  let text = ''
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5 && text.length < 26) {
      bits -= 5
      text += alphabet.charAt((held >> bits) & 31)
    }
    held &= (1 << bits) - 1
  }
  return `${prefix}_${text}`
}

/**
 * An order's number for people, as `A1B2-C3D4`: the first 8 characters of its id, which are 40 random bits. Among a
 * million orders, one in a million shares the number of a given order; a search then shows both.
 */
export function shortNumber(orderId: string): string {
  const digits = orderId.slice('ord_'.length).slice(0, shortDigits).toUpperCase()
  return `${digits.slice(0, 4)}-${digits.slice(4)}`
}

/**
 * The beginning of the ids of the orders that a person means by `input`: a short number, or a whole id. Null when it is
 * neither. Letters that look like digits are read as those digits (Crockford's base 32).
 */
export function orderIdPrefixOf(input: string): string | null {
  const text = input.trim().toLowerCase()
  if (orderIdSchema.safeParse(text).success) return text
  const digits = text.replace(/[ -]/g, '').replace(/[il]/g, '1').replaceAll('o', '0')
  return digits.length === shortDigits && [...digits].every((digit) => alphabet.includes(digit))
    ? `ord_${digits}`
    : null
}

const shortDigits = 8

/** The id of an order placed without an Idempotency-Key. `region`: see `regionOf`. */
export function randomOrderId(region: Region | null = null): string {
  return inRegionOf(region, encodeId('ord', crypto.getRandomValues(new Uint8Array(17))))
}

/** The id of an order placed under an Idempotency-Key: the same customer and key always lead to the same actor. */
export async function orderIdFor(
  customerId: string,
  idempotencyKey: string,
  region: Region | null = null,
): Promise<string> {
  return inRegionOf(region, await idFor('ord', [customerId, idempotencyKey]))
}

/** The id of a refund that a caller requests: a repeat of the request leads to the same refund. */
export async function refundIdFor(orderId: string, subject: string, key: string): Promise<string> {
  return await idFor('rfd', [orderId, subject, key])
}

async function idFor(prefix: string, parts: readonly string[]): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(parts))
  return encodeId(prefix, new Uint8Array(await crypto.subtle.digest('SHA-256', text)))
}
