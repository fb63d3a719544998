// What the tools of those who run the shop have in common: a token of role ops, calls that wait while the shop is busy,
// and what they end with.
import { setTimeout as delay } from 'node:timers/promises'
import { demoAccounts } from './demo/accounts.ts'
import { variable } from './environment.ts'
import { SignInError, signIn } from './sign-in.ts'

/** The most retries of a call while the shop is busy or a part of it is down. */
const triesMax = 10

/** Ends with what `run` gives, or with 2 when it is used wrongly or refused: a TypeError, which tells the usage too. */
export async function opsTool(usage: string, run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run()
  } catch (fault) {
    if (fault instanceof SignInError) console.error(fault.message)
    else if (fault instanceof TypeError) console.error(`${fault.message}\n\n${usage}`)
    else throw fault
    process.exitCode = 2
  }
}

/** A call of the shop: the method, the path with its query. Throws TypeError when the token is none, or has run out. */
export type OpsCall = (method: 'GET' | 'POST', path: string) => Promise<Response>

/** With the TOKEN of the environment, or that of the demo shop's account. */
export async function opsCall(address: string): Promise<OpsCall> {
  const { origin } = new URL(address)
  const { email, password } = demoAccounts.ops
  const token = variable('TOKEN') ?? (await signIn(origin, email, password))
  const headers = { authorization: `Bearer ${token}` }
  return async (method, path) => {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(origin + path, { method, headers })
      if (answer.status === 401)
        throw new TypeError(`HTTP 401: the token is none, or has run out: ${await answer.text()}`)
      const isBusy = answer.status === 429 || answer.status === 503
      if (!isBusy || tries === triesMax) return answer
      await answer.body?.cancel()
      await delay(1000 * Number(answer.headers.get('retry-after') ?? 1))
    }
  }
}

/** What is wrong with an answer that was not expected. */
export async function unexpected(answer: Response): Promise<TypeError> {
  return new TypeError(`${new URL(answer.url).pathname}: HTTP ${answer.status}: ${await answer.text()}`)
}
