// The keys that sign tokens. A new key is published before it signs, and an old key as long as its tokens may live: so
// no token names a key that a gateway cannot find.

import { symmetricEncrypt } from 'better-auth/crypto'
import { generateExportedKeyPair } from 'better-auth/plugins/jwt'
import type { SigningKey } from '../../contract/accounts.ts'
import { mayCall } from '../../contract/authorization.ts'
import type { Caller } from '../../contract/caller.ts'
import { accepted, type Result } from '../../contract/result.ts'
import { actStatement } from '../../platform/acts.ts'
import type { Database, Statement } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { forbidden } from '../accounts/accounts.ts'

export type KeyTimes = {
  /** How long a new key is only published. Gateways fetch the keys after 10 minutes, or 30 s for an unknown key. */
  announceSeconds: number
  /** The cron trigger makes a new key when the newest is this old. */
  rotateSeconds: number
  /** How long an old key stays published after its last signature; longer than any token lives. */
  retiredSeconds: number
}

/** The keys with the creation times by which better-auth chooses one to sign with: it takes the one created last. */
export function signingOrder<Key extends { createdAt: Date }>(
  keys: readonly Key[],
  times: KeyTimes,
  now: number,
): Key[] {
  return keys.map((key) => {
    const created = key.createdAt.getTime()
    // A key that is only published signs when there is no other key, and then the oldest of them.
    return created + times.announceSeconds * 1000 <= now ? key : { ...key, createdAt: new Date(-created) }
  })
}

type KeyPorts = { db: Database; secret: string; keyTimes: KeyTimes; now: () => number; log: Log }

/** The published keys, the newest first. */
export async function signingKeys(
  { db, keyTimes }: Pick<KeyPorts, 'db' | 'keyTimes'>,
  caller: Caller,
): Promise<Result<SigningKey[]>> {
  if (!mayCall(caller.role, 'listSigningKeys')) return forbidden
  const keys = await readKeys(db)
  return accepted(
    keys.map(({ id, createdAt }) => ({
      keyId: id,
      createdAt: new Date(createdAt).toISOString(),
      signsFrom: new Date(createdAt + keyTimes.announceSeconds * 1000).toISOString(),
    })),
  )
}

/** Make a new key, unless one is already published that does not sign yet: so a repeat makes no second key. */
export async function rotateSigningKey(
  ports: KeyPorts,
  caller: Caller,
  requestId: string | null = null,
): Promise<Result<SigningKey[]>> {
  if (!mayCall(caller.role, 'rotateSigningKey')) return forbidden
  const { db, secret, keyTimes, log } = ports
  const now = ports.now()
  const [newest] = await readKeys(db)
  if (newest === undefined || newest.createdAt + keyTimes.announceSeconds * 1000 <= now) {
    const keyId = crypto.randomUUID()
    const act = { actId: keyId, at: new Date(now).toISOString(), caller, target: keyId, after: null, requestId }
    const recorded = actStatement(db, { ...act, action: 'rotateSigningKey' }, 'NULL', '')
    await db.batch([await keyStatement(db, secret, now, keyId), recorded])
    log('signing_key_added', { by: caller.subject })
  }
  return signingKeys(ports, caller)
}

/** Run by the cron trigger: make a new key when one is due, and delete those that are retired long enough. */
export async function maintainKeys(db: Database, secret: string, times: KeyTimes, now: number): Promise<void> {
  const keys = await readKeys(db)
  const [newest] = keys
  if (newest !== undefined && newest.createdAt + times.rotateSeconds * 1000 <= now) {
    await (await keyStatement(db, secret, now, crypto.randomUUID())).run()
  }
  const overlapMs = (times.announceSeconds + times.retiredSeconds) * 1000
  const expired = keys.filter((_, index) => {
    const successor = keys[index - 1]
    return successor !== undefined && successor.createdAt + overlapMs <= now
  })
  for (const { id } of expired) await db.prepare('DELETE FROM jwks WHERE id = ?').bind(id).run()
}

async function readKeys(db: Database): Promise<{ id: string; createdAt: number }[]> {
  const { results } = await db.prepare('SELECT id, createdAt FROM jwks ORDER BY createdAt DESC, id').all()
  return results.map(({ id, createdAt }) => ({ id: String(id), createdAt: Date.parse(String(createdAt)) }))
}

/** As better-auth stores them: the private half encrypted with the secret. */
async function keyStatement(db: Database, secret: string, now: number, keyId: string): Promise<Statement> {
  const { publicWebKey, privateWebKey, alg } = await generateExportedKeyPair({
    jwks: { keyPairConfig: { alg: 'ES256' } },
  })
  const encrypted = await symmetricEncrypt({ key: secret, data: JSON.stringify(privateWebKey) })
  return db
    .prepare('INSERT INTO jwks (id, publicKey, privateKey, createdAt, alg, crv) VALUES (?, ?, ?, ?, ?, ?)')
    .bind(
      keyId,
      JSON.stringify(publicWebKey),
      JSON.stringify(encrypted),
      new Date(now).toISOString(),
      alg,
      publicWebKey.crv ?? null,
    )
}
