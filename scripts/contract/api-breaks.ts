// Breaks of the API (OpenAPI 3.1): calls, parameters, bodies, responses and headers that a client relies on.
import { accessBreaks, isOpen, serverBreaks } from './access-breaks.ts'
import { changedKeys, list, part, plain, record, type Schema, type Side, values } from './documents.ts'
import { schemaBreaks } from './schema-breaks.ts'
import { unchangedOperations } from './unchanged.ts'

export function apiBreaks(was: Schema, is: Schema): string[] {
  const [before, now] = [whole(was), whole(is)]
  const isUnchanged = unchangedOperations(was, is)
  return [
    ...serverBreaks(was, is),
    ...keysOf(part(before, 'paths')).flatMap((path) =>
      keysOf(part(before, 'paths', path)).flatMap((method) => {
        const name = `${method.toUpperCase()} ${path}`
        const [operation, today] = [part(before, 'paths', path, method), part(now, 'paths', path, method)]
        if (isUnchanged(operation, today)) return []
        return today.schema === undefined ? [`${name}: it is gone`] : operationBreaks(name, operation, today)
      }),
    ),
  ]
}

function operationBreaks(name: string, before: Side, now: Side): string[] {
  const isSame = part(before, 'operationId').schema === part(now, 'operationId').schema
  const [body, bodyNow] = [part(before, 'requestBody'), part(now, 'requestBody')]
  return [
    ...(isSame ? [] : [`${name}: its operationId was changed`]),
    ...accessBreaks(name, before, now),
    ...parameterBreaks(name, before, now),
    ...(isRequired(bodyNow) && !isRequired(body) ? [`${name}: a body is now required`] : []),
    ...contentBreaks(`${name} body`, 'input', body, bodyNow),
    ...responseBreaks(name, before, now),
  ]
}

function parameterBreaks(name: string, before: Side, now: Side): string[] {
  const [was, is] = [parameters(before), parameters(now)]
  const placeOf = (one: Side) => `${name} ${part(one, 'in').schema} ${part(one, 'name').schema}`
  return [
    ...was.flatMap((one) => {
      const place = placeOf(one)
      const today = is.find((other) => placeOf(other) === place)
      if (today === undefined) return [`${place}: it was removed`]
      return [
        ...(isRequired(today) && !isRequired(one) ? [`${place}: it is now required`] : []),
        ...changedKeys(record(one.schema), record(today.schema))
          .filter((key) => key !== 'required' && key !== 'schema')
          .map((key) => `${place}: its ${key} was changed`),
        ...schemaBreaks(place, 'input', part(one, 'schema'), part(today, 'schema')),
      ]
    }),
    ...is
      .filter((one) => isRequired(one) && !was.some((other) => placeOf(other) === placeOf(one)))
      .map((one) => `${placeOf(one)}: it is now required`),
  ]
}

function responseBreaks(name: string, before: Side, now: Side): string[] {
  const [was, is] = [part(before, 'responses'), part(now, 'responses')]
  const isOpened = isOpen(now) && !isOpen(before)
  return [
    ...keysOf(was).flatMap((status) => {
      const place = `${name} ${status}`
      const [response, today] = [part(was, status), part(is, status)]
      const lostCodes = codeBreaks(place, isOpened, response, today)
      // A client that handles a refusal loses nothing when the refusal no longer happens, unless it waits for its code.
      if (today.schema === undefined) return status < '400' ? [`${place}: this answer is gone`] : lostCodes
      return [...lostCodes, ...headerBreaks(place, response, today), ...contentBreaks(place, 'output', response, today)]
    }),
    ...keysOf(is)
      .filter((status) => status < '400' && !onlyWhenAsked.has(status) && part(was, status).schema === undefined)
      .map((status) => `${name} ${status}: this answer is new to its readers`),
  ]
}

/** 101 answers `Upgrade` and 304 `If-None-Match`: a client that sends no such header never sees them. */
const onlyWhenAsked: ReadonlySet<string> = new Set(['101', '304'])

/** The codes that a call no longer has once it is open to anyone. */
const accessCodes: readonly unknown[] = ['role_not_allowed', 'token_invalid', 'token_missing']

/** A client may handle each code, so none may be lost or renamed. A new code is growth. */
function codeBreaks(place: string, isOpened: boolean, before: Side, now: Side): string[] {
  const kept = [...codesOf(now), ...(isOpened ? accessCodes : [])]
  return codesOf(before)
    .filter((code) => !kept.includes(code))
    .map((code) => `${place}: ${code} is no longer among its codes`)
}

function codesOf(response: Side): unknown[] {
  const { document, schema } = part(response, 'content', 'application/problem+json', 'schema')
  const { code } = record(plain({ document, schema })['properties'])
  return values(plain({ document, schema: code })) ?? []
}

function headerBreaks(place: string, before: Side, now: Side): string[] {
  return keysOf(part(before, 'headers')).flatMap((header) => {
    const [one, today] = [part(before, 'headers', header), part(now, 'headers', header)]
    const name = `${place}: the header ${header}`
    if (today.schema === undefined) return [`${name} is gone`]
    return [
      ...(isRequired(one) && !isRequired(today) ? [`${name} may now be missing`] : []),
      ...schemaBreaks(name, 'output', part(one, 'schema'), part(today, 'schema')),
    ]
  })
}

function contentBreaks(place: string, direction: 'input' | 'output', before: Side, now: Side): string[] {
  return keysOf(part(before, 'content')).flatMap((type) => {
    const [one, today] = [part(before, 'content', type), part(now, 'content', type)]
    if (today.schema === undefined) return [`${place}: ${type} is gone`]
    return schemaBreaks(place, direction, part(one, 'schema'), part(today, 'schema'))
  })
}

function whole(document: Schema): Side {
  return { document, schema: document }
}

function parameters({ document, schema }: Side): Side[] {
  return list(record(schema)['parameters']).map((one) => ({ document, schema: one }))
}

function isRequired(side: Side): boolean {
  return part(side, 'required').schema === true
}

function keysOf(side: Side): string[] {
  return Object.keys(record(side.schema))
}
