// Reads the documents of a contract: the part at a place, with its references followed.
import { isDeepStrictEqual } from 'node:util'

/** A part of a document; `$ref` leads within the same document. */
export type Schema = { readonly [key: string]: unknown }

/** A schema or another part, and its document, for the references: of the released contract, or of today's. */
export type Side = { document: Schema; schema: unknown }

/** The part further down; its `schema` is undefined when there is none. */
export function part(side: Side, ...steps: string[]): Side {
  return steps.reduce(({ document, schema }, step) => ({ document, schema: record(schema)[step] }), side)
}

/** The schema with its reference followed and its `allOf` merged. */
export function plain({ document, schema }: Side): Schema {
  // `false` accepts nothing (JSON Schema 2020-12, section 4.3.2).
  if (schema === false) return { not: {} }
  if (!isSchema(schema)) return {}
  const { $ref, allOf, ...rest } = schema
  const parts = [...(typeof $ref === 'string' ? [refer(document, $ref)] : []), ...list(allOf)]
  return [...parts.map((one) => plain({ document, schema: one })), rest].reduce(both, {})
}

function both(a: Schema, b: Schema): Schema {
  const fields: Record<string, unknown> = { ...record(a['properties']) }
  for (const [name, field] of Object.entries(record(b['properties']))) {
    fields[name] = both(record(fields[name]), record(field))
  }
  const required = [...new Set([...list(a['required']), ...list(b['required'])])]
  return {
    ...a,
    ...b,
    ...(Object.keys(fields).length === 0 ? {} : { properties: fields }),
    ...(required.length === 0 ? {} : { required }),
  }
}

/** Where a reference within a document leads; undefined when nothing is there. */
export function refer(document: Schema, reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/')
  return steps.reduce<unknown>((at, step) => record(at)[step.replaceAll('~1', '/').replaceAll('~0', '~')], document)
}

export function values(schema: Schema): unknown[] | null {
  if (Array.isArray(schema['enum'])) return schema['enum']
  return schema['const'] === undefined ? null : [schema['const']]
}

/** The keys that differ between the two, without those that only describe: a description is no promise. */
export function changedKeys(was: Schema, is: Schema): string[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (key) => !describes(key) && !isDeepStrictEqual(was[key], is[key]),
  )
}

const descriptions = ['description', 'title', 'summary', 'example', 'examples', 'deprecated', '$comment']

function describes(key: string): boolean {
  return descriptions.includes(key) || key.startsWith('x-')
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function record(value: unknown): Schema {
  return isSchema(value) ? value : {}
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function names(value: unknown): string[] {
  return list(value).filter((name) => typeof name === 'string')
}
