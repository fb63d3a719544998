// The committed contracts with something else planted in them, to be found or let through.
import { type ContractFiles, contractFolder, readContract } from '../../scripts/contract/files.ts'

export const committed = readContract(contractFolder)

/** A contract with one text of one file replaced, which must stand there. */
export function changed(file: string, before: string | RegExp, after: string): ContractFiles {
  const text = committed.get(file) ?? ''
  const other = text.replace(before, after)
  if (other === text) throw new Error(`${file} has no ${before}`)
  return new Map(committed).set(file, other)
}

export type Document = { [key: string]: Document }

function edited(file: string, edit: (document: Document) => void): ContractFiles {
  const document: Document = JSON.parse(committed.get(file) ?? '')
  const before = JSON.stringify(document)
  edit(document)
  if (JSON.stringify(document) === before) throw new Error(`${file} was not changed`)
  return new Map(committed).set(file, JSON.stringify(document))
}

export const api = (edit: (document: Document) => void) => () => edited('openapi.json', edit)
export const event = (edit: (schema: Document) => void) => () => edited('events/PayApproved.v1.json', edit)
export const channels = (edit: (document: Document) => void) => () => edited('asyncapi.json', edit)
export const rpc = (file: string, before: string | RegExp, after: string) => () =>
  changed(`rpc/${file}.d.ts`, before, after)
export const graphql = (before: string | RegExp, after: string) => () => changed('schema.graphql', before, after)
const value = (json: unknown) => json as Document

/** A part of a document, which must be there. */
function part(document: Document, ...steps: string[]): Document {
  return steps.reduce((at, step) => {
    const found = at[step]
    if (found === undefined) throw new Error(`no ${step} of ${steps.join(' ')}`)
    return found
  }, document)
}

export function setIn(document: Document, steps: string[], json: unknown): void {
  part(document, ...steps.slice(0, -1))[steps.at(-1) ?? ''] = value(json)
}

export function removeIn(document: Document, ...steps: string[]): void {
  const [last = ''] = steps.slice(-1)
  const holder = part(document, ...steps.slice(0, -1))
  part(holder, last)
  delete holder[last]
}

export const order = ['components', 'schemas', 'Order']
export const place = ['components', 'schemas', 'PlaceOrder']
export const statusOfOrder = [...order, 'properties', 'orderStatus', 'enum']
export const items = ['paths', '/items', 'get']
export const history = ['paths', '/orders/{orderId}/events', 'get']
export const worklist = ['paths', '/ordermgmts', 'get']
export const placing = ['paths', '/orders', 'post']
export const location = [...placing, 'responses', '201', 'headers', 'location']
const refused = [...placing, 'responses', '409', 'content', 'application/problem+json']
export const conflict = [...refused, 'schema', 'allOf', '1', 'properties', 'code', 'enum']
export const bearer = ['components', 'securitySchemes', 'bearer']
export const list = ['paths', '/deliveries', 'get', 'parameters']
export const without = (document: Document, steps: string[], name: string) =>
  Object.values(part(document, ...steps)).filter((one) => one !== value(name))
export const withMore = (document: Document, steps: string[], name: unknown) => [
  ...Object.values(part(document, ...steps)),
  name,
]
