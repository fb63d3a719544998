// A way into each context past the gateway, by the bindings that the gateway and the other contexts have.
type Contexts = Record<string, unknown>
type Context = Record<string, (...args: unknown[]) => Promise<unknown>>

export async function callContext(request: Request, env: Contexts): Promise<Response> {
  const { binding, method, args } = await request.json<{ binding: string; method: string; args: unknown[] }>()
  const context = env[binding] as Context | undefined
  return Response.json((await context?.[method]?.(...args)) ?? null)
}
