// A way into each context past the gateway, by the bindings that the gateway and the other contexts have.
type Env = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { binding, method, args } = await request.json<{ binding: string; method: string; args: unknown[] }>()
    return Response.json((await env[binding]?.[method]?.(...args)) ?? null)
  },
}
