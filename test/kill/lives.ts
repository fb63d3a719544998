// What the people of one order will do, drawn from a seed: moments one after the other, the deeds of one all at once.
import type { Operation, Token } from '../simulation/plan.ts'
import type { Random } from '../simulation/random.ts'

export type Place = Extract<Operation, { do: 'place' }>
export type Later = Extract<Operation, { do: 'pay' }> | { do: 'cancel' | 'staffCancel' | 'take' | 'complete' }
export type Life = { place: Place; moments: Later[][] }

export function lifeOf(random: Random): Life {
  const token = random.chance(0.5) ? tokenOf(random) : null
  const deeds: Later[] = []
  for (let pays = random.pick(token === null ? [1, 1, 2, 3] : [0, 0, 1]); pays > 0; pays--) {
    deeds.push({ do: 'pay', token: random.chance(0.1) ? null : tokenOf(random) })
  }
  if (random.chance(0.85)) deeds.push({ do: 'take' })
  if (random.chance(0.7)) deeds.push({ do: 'complete' })
  const moments = deeds.map((deed) => (random.chance(0.25) ? [deed, deed] : [deed]))
  if (random.chance(0.35)) {
    const cancel: Later = { do: random.pick(['cancel', 'cancel', 'staffCancel']) }
    // Either at the same time as something else, or on its own between two things.
    const at = random.between(0, moments.length)
    const beside = moments[at]
    if (beside !== undefined && random.chance(0.6)) beside.push(cancel)
    else moments.splice(at, 0, [cancel])
  }
  return { place: { do: 'place', qty: random.between(1, 3), token }, moments }
}

function tokenOf(random: Random): Token {
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
