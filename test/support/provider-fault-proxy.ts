// A Worker of the tests that stands between the payment context and its provider, and can be told to fail.
type Service = { fetch: (request: Request) => Promise<Response> }

/** `gone`: connections are refused. `silent`: they are taken, and nothing ever comes back. */
export type ProviderFault = 'fair' | 'gone' | 'silent'

let weather = 'fair'
let calls = 0

export default {
  async fetch(request: Request, env: { SANDBOX: Service }): Promise<Response> {
    const result = new URL(request.url).searchParams.get('weather')
    if (result !== null) {
      weather = result
      return Response.json({ calls })
    }
    calls++
    if (weather === 'silent') await new Promise((resolve) => setTimeout(resolve, silentMs))
    if (weather !== 'fair') throw new Error('nobody is there')
    return await env.SANDBOX.fetch(request)
  },
}

/** Longer than anybody waits. */
const silentMs = 60_000
