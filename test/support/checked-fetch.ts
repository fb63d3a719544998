// `fetch` with a check of each answer of the gateway, over the platform's own `fetch`. Loaded once in each process.
import { faultIn, isChecked } from './answers.ts'

const send = globalThis.fetch

/** Throws when the answer is not as documented. */
export const checkedFetch: typeof fetch = async (target, init) => {
  const response = await send(target, init)
  const address = target instanceof Request ? target.url : String(target)
  if (!isChecked(address)) return response
  const method = init?.method ?? (target instanceof Request ? target.method : 'GET')
  const { status, headers } = response
  // A stream has no end to wait for.
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true
  const fault = faultIn(method, address, { status, headers, text: isStream ? '' : await response.clone().text() })
  if (fault !== null) throw new Error(fault)
  return response
}
