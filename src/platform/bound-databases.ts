// The databases that are bound to a Worker for one purpose, by their numbered names.

/** `DELIVERY_DB`, or `DELIVERY_DB_0`, is the first one; then `DELIVERY_DB_1`, `DELIVERY_DB_2`, … */
export type DatabaseBindings<Name extends string, T> = { readonly [B in Name | `${Name}_${number}`]?: T }

/** By their bindings, in the order of their numbers, up to the first gap. Throws when there is none. */
export function boundDatabases<Name extends string, T>(
  bindings: DatabaseBindings<Name, T>,
  name: Name,
): ReadonlyMap<string, T> {
  const bound = new Map<string, T>()
  const first = bindings[`${name}_0`] === undefined ? name : (`${name}_0` as const)
  for (let binding: Name | `${Name}_${number}` = first; ; binding = `${name}_${bound.size}`) {
    const database = bindings[binding]
    if (database === undefined) break
    bound.set(binding, database)
  }
  if (bound.size === 0) throw new Error(`there is no database bound as ${name}`)
  return bound
}
