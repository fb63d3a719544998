// A Worker of two releases, today's and a later one: it is the later one from the moment that a test says so, over the
// same database and the same queue. So a message that waits is there when the later release comes.
import { WorkerEntrypoint } from 'cloudflare:workers'

type EntrypointClass<Env> = new (ctx: ExecutionContext, env: Env) => object

let isLater = false

/** From now on the Worker is of the later release. */
export function release(): void {
  isLater = true
}

/** The entrypoint of the release that runs now. */
export function rolling<Env>(Today: EntrypointClass<Env>, Later: EntrypointClass<Env>) {
  class Rolling extends WorkerEntrypoint<Env> {}
  for (const name of Object.getOwnPropertyNames(Later.prototype)) {
    if (name === 'constructor') continue
    Object.defineProperty(Rolling.prototype, name, {
      value(this: { ctx: ExecutionContext; env: Env }, ...args: unknown[]) {
        const instance = new (isLater ? Later : Today)(this.ctx, this.env)
        const method: unknown = Reflect.get(instance, name)
        if (typeof method !== 'function') throw new Error(`this release has no ${name}`)
        return method.apply(instance, args)
      },
    })
  }
  return Rolling
}

/** The queue's consumer of the release that runs now. */
export function rollingQueue<E>(today: ExportedHandler<E>, later: ExportedHandler<E>): ExportedHandler<E>['queue'] {
  return async (...args) => await (isLater ? later : today).queue?.(...args)
}
