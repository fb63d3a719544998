// Digests that are needed at once, where Web Crypto would make the caller wait.
import { createHash } from 'node:crypto'

/** SHA-256 of a text in UTF-8, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
