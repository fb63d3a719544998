// Whether each answer of the gateway in a test is as the committed openapi.json says: used by contract-check.ts.
import { apiContract } from './api-contract.ts'

/** By origin: the server that may answer in the gateway's place for a moment. */
const origins = new Map<string, 'nothing' | 'its server'>()
let contract: ReturnType<typeof apiContract> | undefined

/** What was wrong with the answers of this test file, each in a sentence. */
export const faults: string[] = []

/**
 * From now on the answers of the gateway at this origin are checked. Where the gateway is killed, the server before it
 * may answer in its place that it is away; an answer of the gateway itself has a request id.
 */
export function checkAnswersOf(origin: string, stoodInBy: 'nothing' | 'its server' = 'nothing'): void {
  origins.set(origin, stoodInBy)
}

export function isChecked(address: string): boolean {
  return origins.has(new URL(address).origin)
}

export type Received = { status: number; headers: Headers; text: string }

/** What is wrong with an answer, in a sentence; null when nothing is, or when answers of its origin are not checked. */
export function faultIn(method: string, address: string, { status, headers, text }: Received): string | null {
  const { origin, pathname } = new URL(address)
  const stoodInBy = origins.get(origin)
  if (stoodInBy === undefined) return null
  if (stoodInBy === 'its server' && status >= 500 && !headers.has('x-request-id')) return null
  const isJson = headers.get('content-type')?.includes('json') === true && text !== ''
  contract ??= apiContract()
  const wrong = contract.wrongWith(method, pathname, { status, headers, body: isJson ? JSON.parse(text) : text })
  if (wrong === null) return null
  const fault = `${method} ${pathname} is not answered as documented: ${wrong}`
  faults.push(fault)
  return fault
}
