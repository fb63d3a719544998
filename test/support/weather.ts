// A Worker of the tests that stands between the payment context and its provider, and can be told to fail.
type Service = { fetch: (request: Request) => Promise<Response> }

let weather = 'fair'
let calls = 0

export default {
  async fetch(request: Request, env: { SANDBOX: Service }): Promise<Response> {
    const told = new URL(request.url).searchParams.get('weather')
    if (told !== null) {
      weather = told
      return Response.json({ calls })
    }
    calls++
    if (weather === 'gone') throw new Error('nobody is there')
    return await env.SANDBOX.fetch(request)
  },
}
