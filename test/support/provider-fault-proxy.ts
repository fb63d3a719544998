// A Worker between the payment context and its provider, for tests: it can be told to fail.
type Service = { fetch: (request: Request) => Promise<Response> }

/** `none`: all is well. `gone`: connections are refused. `silent`: they are taken, and no answer ever comes. */
export type ProviderFault = 'none' | 'gone' | 'silent'

let fault = 'none'
let calls = 0

export default {
  async fetch(request: Request, env: { SANDBOX: Service }): Promise<Response> {
    const asked = new URL(request.url).searchParams.get('fault')
    if (asked !== null) {
      fault = asked
      return Response.json({ calls })
    }
    calls++
    if (fault === 'silent') await new Promise((resolve) => setTimeout(resolve, silentMs))
    if (fault !== 'none') throw new Error('the provider is gone')
    return await env.SANDBOX.fetch(request)
  },
}

/** Longer than anybody waits. */
const silentMs = 60_000
