// The HTTP answers of the sandbox's API.

/** An HTTP answer. It is sent at `at`, or never when it is `lost`. */
export type Answer = { status: number; body: unknown; at: number; lost: boolean }

export function problem(status: number, code: string, message: string, at: number, more: object = {}): Answer {
  return { status, body: { error: { code, message, ...more } }, at, lost: false }
}

export function chargeNotFound(now: number): Answer {
  return problem(404, 'charge_not_found', 'There is no such charge.', now)
}

export function authenticationNotFound(now: number): Answer {
  return problem(404, 'authentication_not_found', 'There is no such authentication.', now)
}

export function disputeNotFound(now: number): Answer {
  return problem(404, 'dispute_not_found', 'There is no such dispute.', now)
}

export function refundNotFound(now: number): Answer {
  return problem(404, 'refund_not_found', 'There is no such refund.', now)
}

export function keyReused(now: number): Answer {
  return problem(422, 'idempotency_key_reused', 'This Idempotency-Key was used for another request.', now)
}
