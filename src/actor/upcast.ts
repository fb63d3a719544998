// Upcasting: an event that an older release stored is read in today's shape. The stored event is never rewritten, so
// its hash stays valid.
import type { EventType } from '../contract/events.ts'

/** From one version's data to the next version's. Total: it accepts all data that was ever stored in its version. */
export type Upcaster = (data: unknown) => unknown

/**
 * For each type whose shape has changed: the step from version 1 to 2, from 2 to 3, and so on. Steps are only ever
 * appended. Version 1 is that of the first release.
 */
export type Upcasters = Readonly<Partial<Record<EventType, readonly Upcaster[]>>>

export const upcasters: Upcasters = {}

/** The version under which new events of this type are stored. */
export function versionOf(type: EventType, steps: Upcasters = upcasters): number {
  return 1 + (steps[type]?.length ?? 0)
}

/** The data in today's shape. Throws when a newer release stored it: this release does not know the shape. */
export function upcast(type: EventType, version: number, data: unknown, steps: Upcasters = upcasters): unknown {
  const newest = versionOf(type, steps)
  if (version > newest) throw new Error(`${type} is stored in version ${version}, and ${newest} is the newest known`)
  return (steps[type] ?? []).slice(version - 1).reduce((shape, step) => step(shape), data)
}
