// Lists that stand in several databases, merged into one.

/**
 * The first `limit` items of several lists, each of which keeps its own order: the next item is always the first that
 * is left of a list, and of those the one that no other comes before.
 */
export function merged<T>(lists: readonly (readonly T[])[], limit: number, isBefore: (a: T, b: T) => boolean): T[] {
  const [only = [], ...others] = lists
  if (others.length === 0) return only.slice(0, limit)
  const rest = lists.map((list) => list.toReversed())
  const items: T[] = []
  while (items.length < limit) {
    let next: T[] | null = null
    for (const list of rest) {
      const first = list.at(-1)
      const best = next?.at(-1)
      if (first !== undefined && (best === undefined || isBefore(first, best))) next = list
    }
    const item = next?.pop()
    if (item === undefined) break
    items.push(item)
  }
  return items
}
