// Breaks of the access to the API (OpenAPI 3.1): servers, security schemes and roles. No caller may lose a call.
import { changedKeys, list, names, part, record, type Schema, type Side } from './documents.ts'

export function serverBreaks(was: Schema, is: Schema): string[] {
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
  const lost = callersOf(before).filter((caller) => !isAllowed(caller, callers))
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

/** "bearer staff" for a role of a scheme; "bearer" when the scheme asks for no role. */
function callersOf(operation: Side): string[] {
  const requirements = list(part(operation, 'security').schema ?? operation.document['security']).map(record)
  return requirements.length === 0 ? [anyone] : requirements.flatMap(callersBy)
}

function callersBy(requirement: Schema): string[] {
  const [first, ...further] = Object.entries(requirement)
  if (first === undefined) return [anyone]
  // Several schemes together are one requirement, which is kept unchanged or not at all.
  if (further.length > 0) return [JSON.stringify(requirement)]
  const [scheme, roles] = first
  return names(roles).length === 0 ? [scheme] : names(roles).map((role) => `${scheme} ${role}`)
}

function isAllowed(caller: string, callers: readonly string[]): boolean {
  const [scheme = ''] = caller.split(' ')
  return [anyone, scheme, caller].some((one) => callers.includes(one))
}

/** A document without servers is served at "/" (OpenAPI 3.1, section 4.8.1). */
function serverUrls(document: Schema): string[] {
  const urls = list(document['servers']).map((server) => String(record(server)['url']))
  return urls.length === 0 ? ['/'] : urls
}
