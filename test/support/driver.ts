// A Worker of the tests that calls its bindings by RPC: a test itself has only HTTP.
type Target = Record<string, (...args: unknown[]) => Promise<unknown>>

export default {
  async fetch(request: Request, env: Record<string, Target>): Promise<Response> {
    const { binding, method, args } = (await request.json()) as { binding: string; method: string; args: unknown[] }
    const target = env[binding]
    if (!target) return new Response(`no binding ${binding}`, { status: 404 })
    try {
      return Response.json({ answer: (await target[method]?.(...args)) ?? null })
    } catch (fault) {
      return new Response(String(fault), { status: 500 })
    }
  },
}
