// Whether an answer of the gateway is what the committed openapi.json says for its path, method and status.
import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { isSchema, part, plain, type Schema } from '../../scripts/contract/documents.ts'
import { root } from '../../scripts/workers.ts'

export type JsonSchema = { [key: string]: unknown }
export type Media = { schema: JsonSchema; example?: unknown; examples?: Record<string, { $ref: string }> }
export type Content = Record<string, Media>
export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema }
export type Response = { description: string; headers?: Record<string, { required?: boolean }>; content?: Content }
export type Operation = {
  operationId: string
  security: object[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, Response>
}
export type ApiDocument = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>; examples: Record<string, { value: { code: string } }> }
}

export type Given = { status: number; headers: Headers; body: unknown }

export function readApiDocument(): ApiDocument {
  return JSON.parse(readFileSync(`${root}docs/contract/openapi.json`, 'utf8'))
}

/** `wrongWith` says in a sentence what is not as documented; null when all is. Fields that are not documented count. */
export function apiContract(document: ApiDocument = readApiDocument()) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, code: { optimize: false } })
  addFormats(ajv)
  const whole = closed(document)
  ajv.addSchema({ ...whole, $id: 'api' })
  /** By the text of the schema: most answers share theirs with others, and each is compiled once. */
  const validators = new Map<string, ValidateFunction>()

  function fault(steps: readonly string[], body: unknown): string | null {
    const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    const text = JSON.stringify(part({ document: whole, schema: whole }, ...steps).schema) ?? pointer
    const validate = validators.get(text) ?? ajv.compile({ $ref: `api#/${pointer}` })
    validators.set(text, validate)
    return validate(body) ? null : ajv.errorsText(validate.errors)
  }

  function wrongWith(method: string, address: string, given: Given): string | null {
    const type = given.headers.get('content-type')?.split(';')[0] ?? ''
    const known = operationAt(document, method, address)
    if (known === null) {
      if (type !== 'application/problem+json') return null
      return fault(['components', 'schemas', 'Problem'], given.body)
    }
    const { template, operation } = known
    const response = operation.responses[given.status]
    if (response === undefined) return `the status ${given.status} is not documented: ${JSON.stringify(given.body)}`
    for (const [name, header] of Object.entries(response.headers ?? {})) {
      if (header.required && !given.headers.has(name)) return `the header ${name} is missing`
    }
    if (response.content === undefined) return given.body === '' ? null : 'it has a body, and none is documented'
    if (response.content[type] === undefined) return `the type "${type}" is not documented`
    const steps = [
      'paths',
      template,
      method.toLowerCase(),
      'responses',
      String(given.status),
      'content',
      type,
      'schema',
    ]
    return fault(steps, given.body)
  }

  return { fault, wrongWith }
}

/** The operation that the gateway takes an address for; null when it is none of the document. */
export function operationAt({ paths }: ApiDocument, method: string, address: string) {
  const path = (address.split('?')[0] ?? '')
    .replace(/^\/ordermanagements(?=\/|$)/, '/ordermgmts')
    .replace(/^\/mypages(?=\/|$)/, '/myPages')
  const templates = Object.keys(paths).filter((template) => patternOf(template).test(path))
  // What is written out goes before what stands for anything.
  for (const template of templates.sort((a, b) => a.split('{').length - b.split('{').length)) {
    const operation = paths[template]?.[method.toLowerCase()]
    if (operation !== undefined) return { template, operation }
  }
  return null
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
}

/** A copy in which no object takes fields that are not named: ours may grow, but not before it is documented. */
function closed(document: ApiDocument): Schema {
  const close = (at: unknown): unknown => {
    if (Array.isArray(at)) return at.map(close)
    if (!isSchema(at)) return at
    const schema = 'allOf' in at ? plain({ document, schema: at }) : at
    const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]))
    return 'properties' in copy ? { additionalProperties: false, ...copy } : copy
  }
  return { components: { schemas: close(document.components.schemas) }, paths: close(document.paths) }
}
