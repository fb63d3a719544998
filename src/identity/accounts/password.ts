// Password hashes in better-auth's format, by scrypt of the runtime (70 ms). Unlike better-auth's own
// functions, these compare in constant time, and take text that is no hash for a wrong password instead of throwing.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { toHex } from '../../platform/hex.ts'

export const passwordLengthMin = 10
export const passwordLengthMax = 128

// N = 2^14 with r = 16 needs 32 MiB, within a Worker's 128. Cost and format are better-auth's own.
const cost = { N: 16_384, r: 16, p: 1, maxmem: 128 * 16_384 * 16 * 2 }
const keyBytes = 64

/** `<salt>:<key>` in hex. */
export async function hashPassword(password: string): Promise<string> {
  const salt = toHex(randomBytes(16))
  return `${salt}:${toHex(await derive(password, salt))}`
}

/**
 * Whether `hash` is of this password. False for text that is no hash. Takes the same time for any password.
 */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [salt, key] = hash.split(':')
  if (!salt || key?.length !== keyBytes * 2) return false
  const encoder = new TextEncoder()
  return timingSafeEqual(encoder.encode(toHex(await derive(password, salt))), encoder.encode(key))
}

function derive(password: string, salt: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, cost, (fault, key) => (fault ? reject(fault) : resolve(key)))
  })
}
