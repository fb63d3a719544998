// Encrypts the personal data that an older release stored in clear.
import { redactedEvent, sealedEvent } from '../platform/personal-data.ts'
import { backfillHashes, verify } from './chain.ts'
import { forgetHashes, readAll, rewriteData, setKey } from './event-log.ts'
import type { ActorPorts } from './ports.ts'

/**
 * Encrypt it, give the order its key, and compute the hashes anew. A history that is not as it was written keeps its
 * hashes, so that this hides no change. Part of the caller's transaction.
 */
export function sealStored({ storage, orderId, hash, vault }: ActorPorts): void {
  const isWhole = verify(storage, orderId, 0, hash).whole
  const key = vault.newKey()
  setKey(storage, key)
  for (const event of readAll(storage)) {
    rewriteData(storage, redactedEvent(sealedEvent(event, (text) => vault.seal(orderId, key, text))))
  }
  if (!isWhole) return
  forgetHashes(storage)
  backfillHashes(storage, orderId, hash)
}
