// Puts messages on the subscribers' queues once more, as a queue that repeats and reorders would.
type Sender = { send: (body: unknown) => Promise<unknown> }

export async function replay(request: Request, env: Record<string, unknown>): Promise<Response> {
  const asked: { subscriber: string; bodies: unknown[] }[] = await request.json()
  for (const { subscriber: binding, bodies } of asked) {
    const queue = env[binding] as Sender | undefined
    if (queue === undefined) throw new Error(`there is no queue bound as ${binding}`)
    for (const body of bodies) await queue.send(body)
  }
  return new Response(null, { status: 204 })
}
