// What is wrong with a set of wrangler files about regions. Pure: every fault is a sentence.
import { regionCountries } from '../../src/gateway/config.ts'
import { regionOfBinding, regionOfDatabase, regionsText } from '../../src/platform/region.ts'
import type { WorkerConfig } from './configs.ts'

export function regionFaults(workers: readonly WorkerConfig[]): string[] {
  try {
    return [...workers.flatMap(placeFaults), ...lackingIn(workers)]
  } catch (fault) {
    return [fault instanceof Error ? fault.message : String(fault)]
  }
}

/** A database or a bucket is made where its binding says that it is, and stays there. */
function placeFaults({ name, databases, buckets }: WorkerConfig): string[] {
  const places = [
    ...databases.map((database) => ({ ...database, is: regionOfDatabase(database.name) })),
    ...buckets.map((bucket) => ({ ...bucket, is: bucket.jurisdiction })),
  ]
  return places
    .filter(({ binding, is }) => regionOfBinding(binding) !== is)
    .map((place) => `${name}: ${place.binding} does not say where ${place.name} is made: ${place.is ?? 'in no region'}`)
}

/** Where customers have a region, all that is kept by region has it. */
function lackingIn(workers: readonly WorkerConfig[]): string[] {
  const of = (name: string) => workers.find((worker) => worker.name === `homeappliance-${name}`)
  const varOf = (name: string, variable: string) => String(of(name)?.vars[variable] ?? '')
  const wanted = [...new Set(regionCountries(varOf('gateway', 'REGION_COUNTRIES')).values())]
  return wanted.flatMap((region) => {
    const lacks = (bound: readonly { binding: string }[] = []) =>
      !bound.some(({ binding }) => regionOfBinding(binding) === region)
    return [
      ...['mypage', 'ordermanagement', 'delivery', 'message', 'archive']
        .filter((name) => lacks(of(name)?.databases))
        .map((name) => `homeappliance-${name} has no database of the region ${region}`),
      ...(lacks(of('archive')?.buckets) ? [`homeappliance-archive has no bucket of the region ${region}`] : []),
      ...(regionsText(varOf('payment', 'REGIONS')).includes(region)
        ? []
        : [`homeappliance-payment does not name the region ${region} in REGIONS`]),
    ]
  })
}
