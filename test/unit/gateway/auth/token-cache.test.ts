// The token cache: how long it keeps an accepted token, and what it does not keep.
import { UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import { cachingVerifier, tokensMax, verifiedMsMax } from '../../../../src/gateway/auth/token-cache.ts'
import type { Verdict } from '../../../../src/gateway/auth/verify.ts'

const startMs = Date.UTC(2026, 10, 2)
const accepted: Verdict = {
  ok: true,
  caller: { subject: '1', role: 'customer', name: 'Kang' },
  grant: { sessionId: 's', renewableBy: null, endsAt: 0 },
}
const refused: Verdict = { ok: false, reason: 'unknown_key' }

/** A caching verifier with a clock of its own, and the tokens that were really verified. */
function world() {
  let nowMs = startMs
  let verdict: Verdict | Error = accepted
  const verified: string[] = []
  const verify = cachingVerifier(
    async (token) => {
      verified.push(token)
      if (verdict instanceof Error) throw verdict
      return verdict
    },
    () => nowMs,
  )
  return {
    verify,
    verified,
    pass: (milliseconds: number) => {
      nowMs += milliseconds
    },
    say: (next: Verdict | Error) => {
      verdict = next
    },
  }
}

const token = (id: string, secondsLeft = 900) =>
  new UnsecuredJWT({ jti: id }).setExpirationTime(startMs / 1000 + secondsLeft).encode()

test('a token is verified once within a minute', async () => {
  const { verify, verified, pass } = world()
  const kangs = token('kang')
  expect(await verify(kangs)).toEqual(accepted)
  pass(verifiedMsMax - 1)
  expect(await verify(kangs)).toEqual(accepted)
  expect(verified).toEqual([kangs])
})

test('after the minute the keys are looked at again: one that was withdrawn counts no longer', async () => {
  const { verify, pass, say } = world()
  await verify(token('kang'))
  say(refused)
  pass(verifiedMsMax)
  expect(await verify(token('kang'))).toEqual(refused)
})

test('a token is not believed beyond its own end', async () => {
  const { verify, pass, say } = world()
  await verify(token('kang', 10))
  say({ ok: false, reason: 'expired' })
  pass(9_999)
  expect(await verify(token('kang', 10))).toEqual(accepted)
  pass(1)
  expect(await verify(token('kang', 10))).toEqual({ ok: false, reason: 'expired' })
})

test('a token that differs in one letter is verified for itself', async () => {
  const { verify, verified, say } = world()
  await verify(token('kang'))
  say({ ok: false, reason: 'bad_signature' })
  expect(await verify(`${token('kang')}x`)).toEqual({ ok: false, reason: 'bad_signature' })
  expect(verified).toHaveLength(2)
})

test('neither a refusal nor a failure is kept', async () => {
  const { verify, say } = world()
  say(new Error('the keys cannot be had'))
  await expect(verify(token('kang'))).rejects.toThrow('the keys cannot be had')
  say(refused)
  expect(await verify(token('kang'))).toEqual(refused)
  say(accepted)
  expect(await verify(token('kang'))).toEqual(accepted)
})

test('so many are kept at a time, and the one verified first is forgotten first', async () => {
  const { verify, verified } = world()
  for (let n = 0; n <= tokensMax; n++) await verify(token(`${n}`))
  await verify(token('1'))
  expect(verified).toHaveLength(tokensMax + 1)
  await verify(token('0'))
  expect(verified).toHaveLength(tokensMax + 2)
})
