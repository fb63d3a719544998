// Where the API stands and who may come in (OpenAPI 3.1): nobody who could call may be shut out.
import { changedKeys, list, names, part, record, type Schema, type Side } from './documents.ts'

export function doorBreaks(was: Schema, is: Schema): string[] {
  const urls = serverUrls(is)
  const schemes = record(record(is['components'])['securitySchemes'])
  return [
    ...serverUrls(was)
      .filter((url) => !urls.includes(url))
      .map((url) => `server ${url}: it is gone`),
    ...Object.entries(record(record(was['components'])['securitySchemes'])).flatMap(([name, scheme]) =>
      schemes[name] === undefined
        ? [`security scheme ${name}: it is gone`]
        : changedKeys(record(scheme), record(schemes[name])).map(
            (key) => `security scheme ${name}: its ${key} was changed`,
          ),
    ),
  ]
}

export function accessBreaks(name: string, before: Side, now: Side): string[] {
  const callers = callersOf(now)
  const lost = callersOf(before).filter((caller) => !lets(callers, caller))
  const [was, is] = [before, now].map((side) => part(side, 'x-whose').schema)
  const isKept = was === is || (was === 'own' && is === 'any')
  return [
    ...lost.map((caller) =>
      caller === anyone ? `${name}: it now asks for a token` : `${name}: it is no longer for ${caller}`,
    ),
    ...(isKept ? [] : [`${name}: its x-whose was changed from ${was} to ${is}`]),
  ]
}

export function isOpen(operation: Side): boolean {
  return callersOf(operation).includes(anyone)
}

const anyone = 'anyone'

/** "bearer staff" for a role of a scheme, "bearer" for whoever comes by the scheme. */
function callersOf(operation: Side): string[] {
  const ways = list(part(operation, 'security').schema ?? operation.document['security']).map(record)
  return ways.length === 0 ? [anyone] : ways.flatMap(callersBy)
}

function callersBy(way: Schema): string[] {
  const [first, ...further] = Object.entries(way)
  if (first === undefined) return [anyone]
  // Several schemes at once are one way in, which is kept as it is or not at all.
  if (further.length > 0) return [JSON.stringify(way)]
  const [scheme, roles] = first
  return names(roles).length === 0 ? [scheme] : names(roles).map((role) => `${scheme} ${role}`)
}

function lets(callers: readonly string[], caller: string): boolean {
  const [scheme = ''] = caller.split(' ')
  return [anyone, scheme, caller].some((one) => callers.includes(one))
}

/** A document without servers stands at "/" (OpenAPI 3.1, section 4.8.1). */
function serverUrls(document: Schema): string[] {
  const urls = list(document['servers']).map((server) => String(record(server)['url']))
  return urls.length === 0 ? ['/'] : urls
}
