// The next status of an attempt: the whole table, every status × every answer of the provider.
import { describe, expect, it } from 'vitest'
import {
  type Attempt,
  afterCharge,
  afterFind,
  begin,
  giveUp,
  type OpenAttempt,
  resendsMax,
  sendAgain,
  tryAgain,
} from '../../../../src/payment/domain/attempt.ts'
import type { ChargeOutcome, FindOutcome, Rejected } from '../../../../src/payment/providers/provider.ts'
import { noon, won } from '../../../support/orders.ts'

const pace = { retryMs: 1000, random: () => 0.5 }
const timing = { recoverAfterMs: 3000, lateArrivalMs: 120_000 }

const answers = {
  approved: { status: 'approved', chargeId: 'ch_1' },
  declined: { status: 'declined', reason: 'card_declined' },
  requiresAction: { status: 'requiresAction', url: '/bank' },
  notCharged: { status: 'notCharged', reason: 'overloaded' },
  rejected: { status: 'rejected' },
  unknown: { status: 'unknown' },
  absent: { status: 'absent' },
} as const satisfies Record<string, ChargeOutcome | FindOutcome | Rejected>

const processing = begin({ attempt: 1, provider: 'sandbox', amount: won(4500), token: 'tok_approved' }, noon, timing)
const attempts: Record<Attempt['status'], Attempt> = {
  processing,
  deferred: afterCharge(processing, answers.notCharged, noon, pace),
  unknown: afterCharge(processing, answers.unknown, noon, pace),
  declined: afterCharge(processing, answers.declined, noon, pace),
  approved: afterCharge(processing, answers.approved, noon, pace),
  requiresAction: afterCharge(processing, answers.requiresAction, noon, pace),
}

describe('an attempt', () => {
  it('gets the status that the provider answers, and never loses what it knows', () => {
    const { approved, declined, requiresAction, notCharged, rejected, unknown } = answers
    const charged = [approved, declined, requiresAction, notCharged, rejected, unknown]
    const rows = [attempts.processing, attempts.unknown].flatMap((before) =>
      charged.map(
        (answer) => `${before.status} + charge ${answer.status} = ${result(afterCharge(before, answer, noon, pace))}`,
      ),
    )
    expect(rows).toMatchInlineSnapshot(`
      [
        "processing + charge approved = approved",
        "processing + charge declined = declined (card_declined)",
        "processing + charge requiresAction = requiresAction (authenticationRequired)",
        "processing + charge notCharged = deferred (overloaded)",
        "processing + charge rejected = deferred (overloaded)",
        "processing + charge unknown = unknown",
        "unknown + charge approved = approved",
        "unknown + charge declined = declined (card_declined)",
        "unknown + charge requiresAction = requiresAction (authenticationRequired)",
        "unknown + charge notCharged = unknown",
        "unknown + charge rejected = unknown",
        "unknown + charge unknown = unknown",
      ]
    `)
  })

  it('is looked up, and an answer that comes late or twice changes nothing that is settled', () => {
    const found = [
      answers.approved,
      answers.declined,
      answers.requiresAction,
      answers.absent,
      answers.rejected,
      answers.unknown,
    ] as const
    const late = noon + timing.lateArrivalMs
    const rows = [
      attempts.processing,
      attempts.unknown,
      attempts.requiresAction,
      attempts.declined,
      attempts.approved,
    ].flatMap((before) =>
      found.flatMap((answer) =>
        ([true, false, null] as const).map((open) => {
          const { attempt, resend } = afterFind(before, answer, open, late, pace, timing)
          const order = open === null ? 'silent' : open ? 'open' : 'closed'
          const lookup = `${before.status} + find ${answer.status}, order ${order}`
          return `${lookup} = ${resend ? 'send again' : result(attempt)}`
        }),
      ),
    )
    expect(rows).toMatchInlineSnapshot(`
      [
        "processing + find approved, order open = approved",
        "processing + find approved, order closed = approved",
        "processing + find approved, order silent = approved",
        "processing + find declined, order open = declined (card_declined)",
        "processing + find declined, order closed = declined (card_declined)",
        "processing + find declined, order silent = declined (card_declined)",
        "processing + find requiresAction, order open = requiresAction (authenticationRequired)",
        "processing + find requiresAction, order closed = requiresAction (authenticationRequired)",
        "processing + find requiresAction, order silent = requiresAction (authenticationRequired)",
        "processing + find absent, order open = send again",
        "processing + find absent, order closed = declined (notCharged)",
        "processing + find absent, order silent = unknown",
        "processing + find rejected, order open = unknown",
        "processing + find rejected, order closed = unknown",
        "processing + find rejected, order silent = unknown",
        "processing + find unknown, order open = unknown",
        "processing + find unknown, order closed = unknown",
        "processing + find unknown, order silent = unknown",
        "unknown + find approved, order open = approved",
        "unknown + find approved, order closed = approved",
        "unknown + find approved, order silent = approved",
        "unknown + find declined, order open = declined (card_declined)",
        "unknown + find declined, order closed = declined (card_declined)",
        "unknown + find declined, order silent = declined (card_declined)",
        "unknown + find requiresAction, order open = requiresAction (authenticationRequired)",
        "unknown + find requiresAction, order closed = requiresAction (authenticationRequired)",
        "unknown + find requiresAction, order silent = requiresAction (authenticationRequired)",
        "unknown + find absent, order open = send again",
        "unknown + find absent, order closed = declined (notCharged)",
        "unknown + find absent, order silent = unknown",
        "unknown + find rejected, order open = unknown",
        "unknown + find rejected, order closed = unknown",
        "unknown + find rejected, order silent = unknown",
        "unknown + find unknown, order open = unknown",
        "unknown + find unknown, order closed = unknown",
        "unknown + find unknown, order silent = unknown",
        "requiresAction + find approved, order open = approved",
        "requiresAction + find approved, order closed = approved",
        "requiresAction + find approved, order silent = approved",
        "requiresAction + find declined, order open = declined (card_declined)",
        "requiresAction + find declined, order closed = declined (card_declined)",
        "requiresAction + find declined, order silent = declined (card_declined)",
        "requiresAction + find requiresAction, order open = requiresAction (authenticationRequired)",
        "requiresAction + find requiresAction, order closed = requiresAction (authenticationRequired)",
        "requiresAction + find requiresAction, order silent = requiresAction (authenticationRequired)",
        "requiresAction + find absent, order open = send again",
        "requiresAction + find absent, order closed = declined (notCharged)",
        "requiresAction + find absent, order silent = unknown",
        "requiresAction + find rejected, order open = unknown",
        "requiresAction + find rejected, order closed = unknown",
        "requiresAction + find rejected, order silent = unknown",
        "requiresAction + find unknown, order open = unknown",
        "requiresAction + find unknown, order closed = unknown",
        "requiresAction + find unknown, order silent = unknown",
        "declined + find approved, order open = approved",
        "declined + find approved, order closed = approved",
        "declined + find approved, order silent = approved",
        "declined + find declined, order open = declined (card_declined)",
        "declined + find declined, order closed = declined (card_declined)",
        "declined + find declined, order silent = declined (card_declined)",
        "declined + find requiresAction, order open = declined (card_declined)",
        "declined + find requiresAction, order closed = declined (card_declined)",
        "declined + find requiresAction, order silent = declined (card_declined)",
        "declined + find absent, order open = declined (card_declined)",
        "declined + find absent, order closed = declined (card_declined)",
        "declined + find absent, order silent = declined (card_declined)",
        "declined + find rejected, order open = declined (card_declined)",
        "declined + find rejected, order closed = declined (card_declined)",
        "declined + find rejected, order silent = declined (card_declined)",
        "declined + find unknown, order open = declined (card_declined)",
        "declined + find unknown, order closed = declined (card_declined)",
        "declined + find unknown, order silent = declined (card_declined)",
        "approved + find approved, order open = approved",
        "approved + find approved, order closed = approved",
        "approved + find approved, order silent = approved",
        "approved + find declined, order open = approved",
        "approved + find declined, order closed = approved",
        "approved + find declined, order silent = approved",
        "approved + find requiresAction, order open = approved",
        "approved + find requiresAction, order closed = approved",
        "approved + find requiresAction, order silent = approved",
        "approved + find absent, order open = approved",
        "approved + find absent, order closed = approved",
        "approved + find absent, order silent = approved",
        "approved + find rejected, order open = approved",
        "approved + find rejected, order closed = approved",
        "approved + find rejected, order silent = approved",
        "approved + find unknown, order open = approved",
        "approved + find unknown, order closed = approved",
        "approved + find unknown, order silent = approved",
      ]
    `)
  })

  it('counts as not charged only once nothing can arrive any more', () => {
    const just = afterFind(attempts.unknown, answers.absent, false, noon + timing.lateArrivalMs - 1, pace, timing)
    expect(result(just.attempt)).toBe('unknown')
  })

  it('is sent again a few times at most', () => {
    let attempt: Attempt = attempts.unknown
    for (let sent = 0; sent < resendsMax; sent++) {
      attempt = afterCharge(sendAgain(open(attempt), noon, timing), answers.unknown, noon, pace)
    }
    expect(afterFind(attempt, answers.absent, true, noon, pace, timing).resend).toBe(false)
  })

  it('is not used up by sends that crashed or were rejected', () => {
    let attempt: Attempt = attempts.unknown
    for (let sent = 0; sent < 2 * resendsMax; sent++) {
      attempt = afterCharge(sendAgain(open(attempt), noon, timing), answers.rejected, noon, pace)
      attempt = sendAgain(open(attempt), noon, timing)
    }
    expect(afterFind(attempt, answers.absent, true, noon, pace, timing).resend).toBe(true)
  })

  it('keeps its token only while it is open', () => {
    for (const before of Object.values(attempts)) {
      const isOpenStatus = ['processing', 'deferred', 'requiresAction', 'unknown'].includes(before.status)
      expect({ status: before.status, token: 'token' in before }).toEqual({
        status: before.status,
        token: isOpenStatus,
      })
    }
    expect('token' in giveUp(open(attempts.deferred), 'replaced', noon)).toBe(false)
  })

  it('reports a status once: deferred again, it has no second report', () => {
    const deferred: Attempt = { ...attempts.deferred, report: { reported: 'deferred', tries: 0, at: null } }
    const retry = afterCharge(tryAgain(open(deferred), noon, timing), answers.notCharged, noon, pace)
    expect(retry).toMatchObject({ status: 'deferred', report: { reported: 'deferred', at: null } })
  })
})

function result(attempt: Attempt): string {
  return 'reason' in attempt ? `${attempt.status} (${attempt.reason})` : attempt.status
}

function open(attempt: Attempt): OpenAttempt {
  if (!('token' in attempt)) throw new Error(`${attempt.status} is not open`)
  return attempt
}
