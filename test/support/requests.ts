// Requests generated from openapi.json: valid, nearly valid and wild ones, by any account, about things that exist and
// things that do not.
import fc from 'fast-check'
import { plain, type Schema } from '../../scripts/contract/documents.ts'
import { calls, mayCall } from '../../src/contract/authorization.ts'
import type { ApiDocument, Media, Operation, Parameter } from './api-contract.ts'
import type { Account } from './shop.ts'

export type MadeUp = {
  name: string
  account: Account | null | 'stranger'
  method: string
  path: string
  headers: Record<string, string>
  body: string | null
}

/** Values that exist in the shop, by the name of the field or parameter that takes them; `call.name` for one call. */
export type Known = Record<string, readonly unknown[]>

export function requests(document: ApiDocument, known: Known): fc.Arbitrary<MadeUp> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      // A call with a body can go wrong in more ways.
      weight: operation.requestBody === undefined ? 1 : 4,
      arbitrary: requestOf(document, known, path, method, operation),
    })),
  )
  return fc.oneof(...operations)
}

function requestOf(document: ApiDocument, all: Known, path: string, method: string, operation: Operation) {
  const known = knownTo(operation.operationId, all)
  const parameters = operation.parameters ?? []
  const given = ({ name, schema }: Parameter) => mostly(named(document, known, name, schema), wildText)
  const takes = (where: Parameter['in']) => parameters.filter((parameter) => parameter.in === where)
  const each = (where: Parameter['in']) =>
    fc.record(Object.fromEntries(takes(where).map((parameter) => [parameter.name, given(parameter)])), {
      requiredKeys: takes(where).flatMap(({ name, required }) => (required ? [name] : [])),
    })
  const media = operation.requestBody?.content['application/json']
  return fc
    .record({
      account: accountFor(operation.operationId),
      inPath: each('path'),
      inQuery: each('query'),
      inHeaders: each('header'),
      body: media === undefined ? mostly(fc.constant(null), wildBody) : bodyOf(document, known, media),
      type: mostly(fc.constant('application/json'), fc.constantFrom('text/plain', 'application/xml', '')),
    })
    .map(({ account, inPath, inQuery, inHeaders, body, type }): MadeUp => {
      const query = new URLSearchParams(Object.entries(inQuery).map(([name, value]) => [name, String(value)]))
      return {
        name: operation.operationId,
        account,
        method: method.toUpperCase(),
        path: `${path.replaceAll(/\{(\w+)\}/g, (_, name) => inUrl(inPath[name]))}${query.size > 0 ? `?${query}` : ''}`,
        headers: {
          ...Object.fromEntries(Object.entries(inHeaders).map(([name, value]) => [name, inHeader(value)])),
          ...(body === null ? {} : { 'content-type': type }),
        },
        body: method === 'get' ? null : body,
      }
    })
}

/** Any account, and as often one of those that may make the call. */
function accountFor(operationId: string): fc.Arbitrary<MadeUp['account']> {
  const call = calls.find((name) => name === operationId)
  const allowed = everyRole.filter(([, role]) => call === undefined || mayCall(role, call))
  return fc.oneof(fc.constantFrom(...accounts), fc.constantFrom(...allowed.map(([account]) => account)))
}

function knownTo(call: string, known: Known): Known {
  const own = Object.entries(known).flatMap(([name, values]) =>
    name.startsWith(`${call}.`) ? [[name.slice(call.length + 1), values] as const] : [],
  )
  return { ...known, ...Object.fromEntries(own) }
}

const everyRole = [
  ['customer', 'customer'],
  ['customer2', 'customer'],
  ['staff', 'staff'],
  ['courier', 'courier'],
  ['ops', 'ops'],
] as const

const accounts = [
  'customer',
  'customer',
  'customer2',
  'staff',
  'staff',
  'courier',
  'ops',
  'ops',
  'stranger',
  null,
] as const

function mostly<T, U>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: other })
}

const nasty = ['', ' ', '__proto__', 'constructor', "' OR 1=1 --", '\u0000', '..', '%2e%2e', '😀', '-1', '1e9', 'NaN']
const wildText = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme', maxLength: 100 }))
const wildJson = fc.oneof(
  fc.constantFrom<unknown>(null, -1, 0, 1.5, 1e308, true, [], {}, '', 'x'.repeat(2000), ...nasty),
  fc.jsonValue({ maxDepth: 2 }),
)
const wildBody = fc.oneof(
  wildJson.map((value) => JSON.stringify(value)),
  fc.constantFrom('', '{', '{"a":1,}', 'null', '[]', `"${'x'.repeat(70_000)}"`, '{"__proto__":{"a":1}}'),
)

/** The example; or a valid body; or one with a field removed, changed or added; or anything. */
function bodyOf(document: ApiDocument, known: Known, { schema, example }: Media): fc.Arbitrary<string | null> {
  const valid = arbitraryOf(document, known, schema)
  const fields = Object.keys(plain({ document, schema })['properties'] ?? {})
  const spoiled = fc
    .record({ valid, field: fc.constantFrom(...fields, 'unknown'), value: fc.option(wildJson, { nil: undefined }) })
    .map(({ valid, field, value }) => ({ ...Object(valid), [field]: value }))
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(JSON.stringify(example)) },
    { weight: 6, arbitrary: valid.map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: spoiled.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: mostly(wildBody, fc.constant(null)) },
  )
}

function named(document: ApiDocument, known: Known, name: string, schema: Schema): fc.Arbitrary<unknown> {
  const there = known[name]
  const asked = arbitraryOf(document, known, schema)
  if (there === undefined) return asked
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: asked })
}

/** Values that a JSON Schema takes, as far as our schemas go. */
export function arbitraryOf(document: ApiDocument, known: Known, asked: Schema): fc.Arbitrary<unknown> {
  const ofType = (schema: Schema) => arbitraryOf(document, known, schema)
  const schema = plain({ document, schema: asked })
  const choices = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(choices)) return fc.oneof(...choices.map((choice) => arbitraryOf(document, known, choice)))
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum'])
  if (Array.isArray(schema['type'])) {
    const each = schema['type'].map((type) => (type === 'null' ? fc.constant(null) : ofType({ ...schema, type })))
    return fc.oneof(...each)
  }
  const [min, max] = [Number(schema['minimum'] ?? 0), Number(schema['maximum'] ?? 1_000_000)]
  switch (schema['type']) {
    case 'string':
      return textOf(schema)
    case 'integer':
      return fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) })
    case 'boolean':
      return fc.boolean()
    case 'array': {
      const [minLength, maxLength] = [Number(schema['minItems'] ?? 0), Math.min(Number(schema['maxItems'] ?? 5), 5)]
      return fc.array(arbitraryOf(document, known, Object(schema['items'])), { minLength, maxLength })
    }
    case 'object': {
      const fields = Object.entries(Object(schema['properties']) as Record<string, Schema>)
      const required: string[] = Object(schema['required'] ?? [])
      const record = Object.fromEntries(fields.map(([name, field]) => [name, named(document, known, name, field)]))
      return fc.record(record, { requiredKeys: required })
    }
    default:
      throw new Error(`no values are known for ${JSON.stringify(schema)}`)
  }
}

function textOf(schema: Schema): fc.Arbitrary<string> {
  const lengths = { minLength: Number(schema['minLength'] ?? 0), maxLength: Number(schema['maxLength'] ?? 80) }
  if (schema['format'] === 'date-time') {
    return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }).map((at) => at.toISOString())
  }
  if (schema['format'] === 'email') return fc.emailAddress()
  const pattern = schema['pattern']
  // The classes of Unicode are beyond what a text can be made up from.
  if (typeof pattern !== 'string' || /\\p\{/i.test(pattern)) return fc.string({ unit: 'grapheme', ...lengths })
  return fc.stringMatching(new RegExp(pattern))
}

function inUrl(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed())
}

/** A header carries visible characters alone; all else does not leave this machine. */
function inHeader(value: unknown): string {
  return String(value).replaceAll(/[^\x20-\x7e]/g, '?')
}
