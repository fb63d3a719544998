// Makes a failing plan smaller: leaves things out, as many at once as it can, for as long as the same promise is
// broken.
import { keepOnly, type Plan } from './plan.ts'

/** `breaks` tells whether a plan still fails in the same way. At most `triesMax` plans are tried. */
export async function shrink(plan: Plan, breaks: (smaller: Plan) => Promise<boolean>, triesMax: number): Promise<Plan> {
  let smallest = plan
  let tries = 0
  for (let size = Math.ceil(plan.items.length / 2); size >= 1; ) {
    const before = smallest
    for (let from = 0; from < smallest.items.length && tries < triesMax; ) {
      const left = smallest.items.filter((_, index) => index < from || index >= from + size)
      const smaller = keepOnly(smallest, new Set(left.map(({ id }) => id)))
      tries++
      if (await breaks(smaller)) smallest = smaller
      else from += size
    }
    if (tries >= triesMax) break
    // At the finest grain, go round again for as long as something more could be left out.
    if (size === 1 && smallest === before) break
    size = Math.max(1, Math.floor(size / 2))
  }
  return smallest
}
