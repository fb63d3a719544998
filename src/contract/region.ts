// Regions: where the orders of some customers are kept. An order's region stands in its id, so that whoever knows the
// order knows where it is.

/** Jurisdictions of the platform. */
export const regions = ['eu', 'us', 'fedramp'] as const
export type Region = (typeof regions)[number]

/** Where orders may be, for whoever looks for all of them. */
export const everywhere: readonly (Region | null)[] = [null, ...regions]

/** The last two characters of an order's id. Each has a `u`, which no other id has: see `encodeId`. */
const marks: Record<Region, string> = { eu: 'eu', us: 'us', fedramp: 'uf' }

/** The same id, of an order in this region. 24 of its characters are left, which are 120 bits. */
export function inRegionOf(region: Region | null, orderId: string): string {
  return region === null ? orderId : `${orderId.slice(0, -2)}${marks[region]}`
}

/** Where the order is kept; null: in no region in particular. */
export function regionOf(orderId: string): Region | null {
  return regions.find((region) => orderId.endsWith(marks[region])) ?? null
}
