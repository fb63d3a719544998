// The reset of an object whose code is updated. The platform does it at any instant, and every call under way fails
// with this error; here it is done at the instants that matter, one after the other.

/** The words of the platform. */
const reason = 'Durable Object reset because its code was updated.'
const midwayMs = 20

type Context = {
  abort(reason: string): void
  storage: { sync(): Promise<void> }
}

/** Resets the object in the course of a call, which has no answer. `count`: of all resets. */
export async function resetAfter(ctx: Context, call: () => unknown, count: number): Promise<never> {
  const moment = moments[count % moments.length]
  if (moment !== undefined) await moment(ctx, call)
  ctx.abort(reason)
  throw new Error('the object is aborted')
}

const moments: ((ctx: Context, call: () => unknown) => unknown)[] = [
  // Before the call has begun.
  () => {},
  // After its first writes, none of which is durable.
  (_, call) => void begun(call),
  // In the middle of it: what was written is durable, and other calls may be under way.
  async ({ storage }, call) => {
    void begun(call)
    await scheduler.wait(midwayMs)
    await storage.sync()
  },
  // After all of it: only its answer is lost.
  async ({ storage }, call) => {
    await begun(call)
    await storage.sync()
  },
]

async function begun(call: () => unknown): Promise<void> {
  try {
    await call()
  } catch {
    // The call fails by the reset anyway.
  }
}
