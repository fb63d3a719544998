// Encryption of personal data. Each order has a key of its own. It is derived from a key of the shop and a random seed,
// which is stored with the order. Once the seed is deleted, nobody can read what was encrypted, wherever a copy is.
// HKDF-SHA256 (RFC 5869), and AES-256-GCM with a random IV of 96 bits (NIST SP 800-38D), both bound to the order's id.
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'

import { secret } from './config.ts'

export type Vault = {
  /** A new key for an order: its seed, and which key of the shop it goes with. Of no use without that one. */
  newKey(): string
  /** Encrypt a text under the order's key. */
  seal(orderId: string, key: string, text: string): string
  /** Decrypt it. Throws Unreadable when the key or the text is of another order, or was changed. */
  open(orderId: string, key: string, sealed: string): string
  /** A word of personal data as it stands in an index: equal words are equal, and nobody can read them. */
  blinded(word: string): string
}

/** What is encrypted is not as it was written. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

/** What `read` gives; `otherwise` where the text is not as it was written. */
export function readableOr<T>(otherwise: T, read: () => T): T {
  try {
    return read()
  } catch (fault) {
    if (fault instanceof Unreadable) return otherwise
    throw fault
  }
}

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16
const keyBytes = 32
const seedBytes = 16
/** Two words in a million million are the same by chance: a search then finds an order more. */
const blindedLength = 12

/**
 * `keys`: the variable PERSONAL_DATA_KEYS: keys of 32 bytes in base64, with spaces between them. The first encrypts,
 * all decrypt, and the last makes the index. Throws when there is none, or when one is no such key.
 */
export function vaultOf(text: string): Vault {
  const vault = vaults.get(text) ?? openVault(text)
  vaults.set(text, vault)
  return vault
}

/** The secret of the Workers that read personal data: the same in each of them. */
export const personalDataKeys = secret(
  { meaning: 'keys of personal data: 32 bytes in base64, with spaces between them; the first encrypts' },
  vaultOf,
)

/** By the variable's text, once for each isolate: to read the keys takes longer than to encrypt. */
const vaults = new Map<string, Vault>()

function openVault(keys: string): Vault {
  const shopKeys = shopKeysIn(keys)
  const [first] = shopKeys
  const indexKey = createHmac('sha256', shopKeys.at(-1)?.bytes ?? '')
    .update('search index')
    .digest()

  function keyOf(orderId: string, key: string): Uint8Array {
    const [id, seed = ''] = key.split('.')
    const shopKey = shopKeys.find((known) => known.id === id)
    if (shopKey === undefined) throw new Error(`PERSONAL_DATA_KEYS lacks the key ${id}, under which data is encrypted`)
    return new Uint8Array(hkdfSync('sha256', shopKey.bytes, Buffer.from(seed, 'base64url'), orderId, keyBytes))
  }

  return {
    newKey: () => `${first.id}.${Buffer.from(randomBytes(seedBytes)).toString('base64url')}`,
    seal: (orderId, key, text) => encrypt(keyOf(orderId, key), orderId, text),
    open: (orderId, key, sealed) => decrypt(keyOf(orderId, key), orderId, sealed),
    blinded: (word) => createHmac('sha256', indexKey).update(word).digest('hex').slice(0, blindedLength),
  }
}

type ShopKey = { id: string; bytes: Buffer }

function shopKeysIn(keys: string): [ShopKey, ...ShopKey[]] {
  const [first, ...others] = keys.split(/\s+/).filter((text) => text !== '')
  if (first === undefined) throw new Error('give 32 random bytes in base64')
  return [shopKeyOf(first), ...others.map(shopKeyOf)]
}

/** Its id is the beginning of its hash. */
function shopKeyOf(text: string): ShopKey {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== keyBytes) throw new Error('it must hold keys of 32 bytes in base64')
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

/** IV, ciphertext and tag, one after the other, in base64url. */
function encrypt(key: Uint8Array, orderId: string, text: string): string {
  const iv = randomBytes(ivBytes)
  const encryption = createCipheriv(cipher, key, iv)
  encryption.setAAD(Buffer.from(orderId))
  const parts = [iv, encryption.update(text, 'utf8'), encryption.final(), encryption.getAuthTag()]
  return Buffer.concat(parts).toString('base64url')
}

function decrypt(key: Uint8Array, orderId: string, text: string): string {
  const bytes = Buffer.from(text, 'base64url')
  try {
    const decryption = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes))
    decryption.setAAD(Buffer.from(orderId))
    decryption.setAuthTag(bytes.subarray(-tagBytes))
    const content = [decryption.update(bytes.subarray(ivBytes, -tagBytes)), decryption.final()]
    return Buffer.concat(content).toString('utf8')
  } catch {
    throw new Unreadable(`personal data of ${orderId} is not as it was written`)
  }
}
