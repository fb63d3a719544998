// The test tokens of the sandbox, and the behavior of a charge with each.

export type RefundFault = 'fail' | 'refused'

/**
 * `takes`: the charge succeeds or is declined, `slow` after a delay; with `isDisputed` a bank disputes it at once. Its
 * `refunds` fail: the first one, a few seconds after it was made; or all of them are refused.
 * `authenticates`: the owner of the card decides it at the sandbox's page; it is declined without an address to come
 * back to. `breaks`: the sandbox fails before it has charged anything, and stores nothing. `loses`: the charge succeeds
 * and its answer is lost.
 */
export type Behavior =
  | { kind: 'takes'; slow: boolean; declineReason: string | null; isDisputed?: true; refunds?: RefundFault }
  | { kind: 'authenticates' }
  | { kind: 'breaks'; status: 500 | 503; code: string }
  | { kind: 'loses' }

const behaviors: Record<string, Behavior> = {
  tok_approved: { kind: 'takes', slow: false, declineReason: null },
  tok_slow: { kind: 'takes', slow: true, declineReason: null },
  tok_disputed: { kind: 'takes', slow: false, declineReason: null, isDisputed: true },
  tok_refund_fails: { kind: 'takes', slow: false, declineReason: null, refunds: 'fail' },
  tok_refund_refused: { kind: 'takes', slow: false, declineReason: null, refunds: 'refused' },
  tok_declined: { kind: 'takes', slow: false, declineReason: 'card_declined' },
  tok_insufficient_funds: { kind: 'takes', slow: false, declineReason: 'insufficient_funds' },
  tok_expired: { kind: 'takes', slow: false, declineReason: 'expired_card' },
  tok_authentication: { kind: 'authenticates' },
  tok_authentication_required: { kind: 'takes', slow: false, declineReason: 'authenticationRequired' },
  tok_failing: { kind: 'breaks', status: 500, code: 'processing_failed' },
  tok_unavailable: { kind: 'breaks', status: 503, code: 'unavailable' },
  tok_lost: { kind: 'loses' },
}

/** The behavior of a token; null for one that the sandbox does not know. */
export function behaviorOf(token: string): Behavior | null {
  return Object.hasOwn(behaviors, token) ? (behaviors[token] ?? null) : null
}
