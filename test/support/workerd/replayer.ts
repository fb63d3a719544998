// Puts messages on the subscribers' queues once more, as a queue that repeats and reorders would.
type Env = Record<string, Queue>

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const asked: { binding: string; bodies: unknown[] }[] = await request.json()
    for (const { binding, bodies } of asked) {
      for (const body of bodies) await env[binding]?.send(body)
    }
    return new Response(null, { status: 204 })
  },
}
