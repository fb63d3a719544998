// What is done with one order, drawn from a seed: step after step, and the operations of a step at the same time.
import type { Operation, Token } from '../simulation/plan.ts'
import type { Random } from '../simulation/random.ts'

export type Place = Extract<Operation, { do: 'place' }>
export type FollowUp = Extract<Operation, { do: 'pay' }> | { do: 'cancel' | 'staffCancel' | 'take' | 'complete' }
export type Scenario = { place: Place; steps: FollowUp[][] }

/** `tokenOf`: the tokens that the customers pay with. */
export function scenarioOf(random: Random, tokenOf = anyToken): Scenario {
  const token = random.chance(0.5) ? tokenOf(random) : null
  const followUps: FollowUp[] = []
  for (let pays = random.pick(token === null ? [1, 1, 2, 3] : [0, 0, 1]); pays > 0; pays--) {
    followUps.push({ do: 'pay', token: random.chance(0.1) ? null : tokenOf(random) })
  }
  if (random.chance(0.85)) followUps.push({ do: 'take' })
  if (random.chance(0.7)) followUps.push({ do: 'complete' })
  const steps = followUps.map((operation) => (random.chance(0.25) ? [operation, operation] : [operation]))
  if (random.chance(0.35)) {
    const cancel: FollowUp = { do: random.pick(['cancel', 'cancel', 'staffCancel']) }
    // Either in a step with other operations, or in a step of its own between two others.
    const at = random.between(0, steps.length)
    const beside = steps[at]
    if (beside !== undefined && random.chance(0.6)) beside.push(cancel)
    else steps.splice(at, 0, [cancel])
  }
  return { place: { do: 'place', qty: random.between(1, 3), token }, steps }
}

function anyToken(random: Random): Token {
  if (random.chance(0.6)) return 'tok_approved'
  return random.pick([
    'tok_slow',
    'tok_slow',
    'tok_lost',
    'tok_lost',
    'tok_declined',
    'tok_insufficient_funds',
    'tok_failing',
    'tok_unavailable',
  ])
}
