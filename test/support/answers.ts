// Whether the gateway answers as the committed openapi.json says, for every answer it gives in a test: see judge.ts.
import { apiContract } from './api-contract.ts'

const origins = new Set<string>()
let contract: ReturnType<typeof apiContract> | undefined

/** What was wrong with the answers of this test file, each in a sentence. */
export const faults: string[] = []

/** From now on the answers of the gateway at this origin are judged. */
export function judgeAnswersOf(origin: string): void {
  origins.add(origin)
}

export function isJudged(address: string): boolean {
  return origins.has(new URL(address).origin)
}

export type Heard = { status: number; headers: Headers; text: string }

/** What is wrong with an answer, in a sentence; null when nothing is, or nobody judges whoever gave it. */
export function faultIn(method: string, address: string, { status, headers, text }: Heard): string | null {
  if (!isJudged(address)) return null
  const { pathname } = new URL(address)
  const isJson = headers.get('content-type')?.includes('json') === true && text !== ''
  contract ??= apiContract()
  const wrong = contract.wrongWith(method, pathname, { status, headers, body: isJson ? JSON.parse(text) : text })
  if (wrong === null) return null
  const fault = `${method} ${pathname} is not answered as documented: ${wrong}`
  faults.push(fault)
  return fault
}
