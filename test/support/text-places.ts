// Every place of the API that takes text, from openapi.json: a new place is tested without being named here.
import { isSchema, plain, type Schema } from '../../scripts/contract/documents.ts'
import { type Call, calls, rowOf } from '../../src/contract/authorization.ts'
import type { ApiDocument } from './api-contract.ts'

export type Place = {
  call: Call
  where: 'body' | 'path' | 'query' | 'header'
  /** The path to it: field names in the body, and 0 for the first entry of a list. */
  steps: readonly (string | number)[]
  schema: Schema
}

export function textPlaces(document: ApiDocument): Place[] {
  return calls.flatMap((call) => {
    const [method = '', path = ''] = rowOf(call).route.split(' ')
    const operation = document.paths[path]?.[method.toLowerCase()]
    if (operation === undefined) throw new Error(`the document has no ${call}`)
    // In an address and in a header everything is text, numbers too.
    const named = (operation.parameters ?? []).map(
      ({ name, in: where, schema }): Place => ({ call, where, steps: [name], schema }),
    )
    const body = operation.requestBody?.content['application/json']?.schema
    return body === undefined ? named : [...named, ...inBody(document, call, body, [])]
  })
}

function inBody(document: ApiDocument, call: Call, asked: Schema, steps: Place['steps']): Place[] {
  const schema = plain({ document, schema: asked })
  const into = (part: unknown, step: string | number) =>
    isSchema(part) ? inBody(document, call, part, [...steps, step]) : []
  if (schema['type'] === 'string') return [{ call, where: 'body', steps, schema }]
  if (schema['type'] === 'array') return into(schema['items'], 0)
  return Object.entries(Object(schema['properties'])).flatMap(([name, field]) => into(field, name))
}

/** The body with a text at the place; objects and lists on the way there are made. */
export function withText(body: unknown, [step, ...further]: Place['steps'], text: string): unknown {
  if (step === undefined) return text
  const inner = withText(Object(body)[step], further, text)
  return typeof step === 'number' ? [inner] : { ...Object(body), [step]: inner }
}

export const payloads = {
  sql: `x'); DROP TABLE "user"; --`,
  union: `' UNION SELECT password FROM account --`,
  html: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  template: '$' + '{7*7}{{7*7}}%s%n',
  path: '../../etc/passwd',
  header: 'a\r\nset-cookie: injected=1',
  log: 'a\n{"event":"injected"}',
  terminal: '\u001b[31mred\u001b[0m',
}
