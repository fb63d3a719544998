// A Worker of two releases, today's and a later one, over the same databases, queues and objects. A test says which
// share of the calls the later one gets, as a deployment does. An object is of one release, and is reset when that
// changes.
import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'
import type { ExportedHandler } from '@cloudflare/workers-types'
import { resetAfter } from './reset.ts'

/** Whatever it is made of: its releases differ. */
type Class = new (ctx: never, env: never) => object
type Handler = ExportedHandler<Record<string, unknown>>

/** In percent. */
let share = 0
/** The calls that each release has got, and the calls that a reset has ended. */
const handled = { today: 0, later: 0, reset: 0 }

/** A call gets its release by chance. */
function pick<T>(today: T, later: T): T {
  return counted(100 * Math.random() < share, today, later)
}

function counted<T>(isLater: boolean, today: T, later: T): T {
  handled[isLater ? 'later' : 'today']++
  return isLater ? later : today
}

/** An object has its release until the share changes, and keeps the later one while the share grows. */
function isLater(id: DurableObjectId): boolean {
  return Number.parseInt(id.toString().slice(-6), 16) % 100 < share
}

/** The class of both releases. */
export function rolling(Today: Class, Later: Class): Class {
  return Later.prototype instanceof DurableObject ? rollingObject(Today, Later) : rollingEntrypoint(Today, Later)
}

function rollingEntrypoint(Today: Class, Later: Class): Class {
  class Rolling extends WorkerEntrypoint {}
  return withMethods(Rolling, Today, Later, function (this: Rolling, name, args) {
    return methodOf(instanceOf(pick(Today, Later), this.ctx, this.env), name)(...args)
  })
}

function rollingObject(Today: Class, Later: Class): Class {
  class Rolling extends DurableObject {
    readonly isLater = isLater(this.ctx.id)
    readonly instance = instanceOf(this.isLater ? Later : Today, this.ctx, this.env)
  }
  return withMethods(Rolling, Today, Later, function (this: Rolling, name, args) {
    const call = () => methodOf(this.instance, name)(...args)
    if (this.isLater === isLater(this.ctx.id)) return counted(this.isLater, call, call)()
    handled.reset++
    return resetAfter(this.ctx, call, handled.reset)
  })
}

function withMethods<T extends Class>(
  Rolling: T,
  Today: Class,
  Later: Class,
  call: (this: InstanceType<T>, name: string, args: unknown[]) => unknown,
): T {
  const names = [Today, Later].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype))
  for (const name of new Set(names)) {
    if (name === 'constructor') continue
    Object.defineProperty(Rolling.prototype, name, {
      configurable: true,
      value(this: InstanceType<T>, ...args: unknown[]) {
        return call.call(this, name, args)
      },
    })
  }
  return Rolling
}

function instanceOf(Release: Class, ...args: unknown[]): object {
  return Reflect.construct(Release, args)
}

function methodOf(instance: object, name: string): (...args: unknown[]) => unknown {
  const method: unknown = Reflect.get(instance, name)
  if (typeof method !== 'function') throw new Error(`this release has no ${name}`)
  return (...args) => Reflect.apply(method, instance, args)
}

/** The Worker itself, a class or handlers. `/rollout?share=` sets the share, and answers what has been handled. */
export function rollingWorker(today: Class | Handler, later: Class | Handler): Class | Handler {
  if (typeof today === 'function' || typeof later === 'function') return rollingDefault(today, later)
  return {
    fetch: async (request, env, ctx) =>
      rollout(request) ?? (await pick(today, later).fetch?.(request, env, ctx)) ?? none(),
    queue: async (batch, env, ctx) => await pick(today, later).queue?.(batch, env, ctx),
    scheduled: async (event, env, ctx) => await pick(today, later).scheduled?.(event, env, ctx),
  }
}

function rollingDefault(today: Class | Handler, later: Class | Handler): Class {
  if (typeof today !== 'function' || typeof later !== 'function') throw new Error('one release has no class')
  const Rolling = rolling(today, later)
  const { fetch } = Rolling.prototype
  Object.defineProperty(Rolling.prototype, 'fetch', {
    value(this: object, request: Request) {
      return rollout(request) ?? fetch.call(this, request)
    },
  })
  return Rolling
}

function rollout(request: { url: string }): Response | null {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname !== '/rollout') return null
  share = Number(searchParams.get('share') ?? share)
  return Response.json(handled)
}

function none(): Response {
  return new Response(null, { status: 404 })
}
