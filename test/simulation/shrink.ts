// Makes a failing plan smaller: leaves out as many items at once as it can, while the same promise stays broken.
import { keepOnly, type Plan } from './plan.ts'

/** `breaks`: whether a plan still breaks the same promise. At most `triesMax` plans are tried. */
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
    // With single items, repeat the pass until it removes nothing.
    if (size === 1 && smallest === before) break
    size = Math.max(1, Math.floor(size / 2))
  }
  return smallest
}
