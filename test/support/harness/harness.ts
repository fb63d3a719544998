// Workers of the platform and of the tests in one workerd, from bundles that are built once, on a copy of the prepared
// state. It has the methods of wrangler's test harness, without its bundler and its proxy.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Miniflare, RequestInit, Response } from 'miniflare'
import { root } from '../../../scripts/workers.ts'
import { miniflareOfWrangler } from '../../../scripts/wrangler-parts.ts'
import { preparedState } from './state.ts'
import { type HarnessWorker, workerOptions } from './workers.ts'

export type HarnessOptions = {
  /** The first one has the address. */
  workers: readonly HarnessWorker[]
  /** Databases without a table, in place of the prepared ones. */
  empty?: boolean
  /** Whether the mails that Workers send can be read: see `mails`. */
  readsMails?: boolean
}

export type Logged = { level: string; message: string }
type ObjectName = { name: string } | { id: string }

/** One Worker of a running harness. */
export type WorkerHandle<Env> = {
  fetch: (path: string, init?: RequestInit) => Promise<Response>
  getEnv: () => Promise<Env>
  listDurableObjectIds: (className: string) => Promise<string[]>
  /** Runs SQL inside an object; starts the object when it is not running. */
  getDurableObjectStorage: (
    className: string,
    object: ObjectName,
  ) => Promise<{ exec: (sql: string, ...values: unknown[]) => Promise<Record<string, unknown>[]> }>
  /** Run what the Worker does on its schedule. */
  scheduled: (by: { cron: string; scheduledTime: Date }) => Promise<{ outcome: string }>
  /** Have the Worker handle a message of a queue; answers whether it was acknowledged. */
  queue: (queueName: string, body: unknown) => Promise<boolean>
  /** Ends an object; its storage stays. */
  evictDurableObject: (className: string, object: ObjectName) => Promise<void>
}

export type Harness = ReturnType<typeof createHarness>

export type SentMail = {
  from: string
  to: string[]
  subject: string
  messageId: string
  headers: Record<string, string>
}

type Running = { miniflare: Miniflare; url: URL; folder: string; remove: () => void }

export function createHarness(options: HarnessOptions) {
  let started: Promise<Running> | null = null
  const logs: Logged[] = []

  const running = async (): Promise<Running> => {
    if (started === null) throw new Error('the harness is not started: call listen() first')
    return await started
  }

  /** Resolves when the Workers can be called. */
  async function listen(): Promise<{ url: URL; folder: string }> {
    started ??= start(options, logs)
    const { url, folder } = await started
    return { url, folder }
  }

  function getWorker<Env = Record<string, never>>(name: string): WorkerHandle<Env> {
    return {
      fetch: async (path, init) => await send(await running(), path, init, name),
      getEnv: async () => await (await running()).miniflare.getBindings<Env>(name),
      listDurableObjectIds: async (className) =>
        await (await running()).miniflare.listDurableObjectIds(className, name),
      getDurableObjectStorage: async (className, object) =>
        await (await running()).miniflare.unsafeGetDurableObjectStorage(name, className, object),
      async scheduled({ cron, scheduledTime }) {
        const query = new URLSearchParams({ format: 'json', cron, time: String(scheduledTime.getTime()) })
        const answer = await send(await running(), `/cdn-cgi/local/scheduled?${query}`, undefined, name)
        return (await answer.json()) as { outcome: string }
      },
      async queue(queueName, body) {
        const worker = await (await running()).miniflare.getWorker(name)
        const message = { id: crypto.randomUUID(), timestamp: new Date(), body, attempts: 1 }
        const { ackAll, explicitAcks } = await worker.queue(queueName, [message])
        return ackAll || explicitAcks.length > 0
      },
      evictDurableObject: async (className, object) =>
        await (await running()).miniflare.unsafeEvictDurableObject(name, className, object),
    }
  }

  return {
    listen,
    getWorker,
    /** A call to the first Worker, as if it came in at the address. */
    fetch: async (path: string, init?: RequestInit) => await send(await running(), path, init),
    /** The mails that Workers have sent by the platform's binding, as its local stand-in keeps them. */
    mails: async () => {
      const answer = await send(await running(), '/cdn-cgi/local/explorer/api/local/email/sending')
      return ((await answer.json()) as { result: SentMail[] }).result
    },
    /** All that the Workers have logged. */
    getLogs: (): readonly Logged[] => logs,
    async close(): Promise<void> {
      if (started === null) return
      const { miniflare, remove } = await started
      started = null
      await miniflare.dispose()
      process.off('exit', remove)
      remove()
    },
  }
}

async function start({ workers, empty = false, readsMails = false }: HarnessOptions, logs: Logged[]): Promise<Running> {
  const { convertV4MiniflareOptions, Log, LogLevel, Miniflare } = miniflareOfWrangler()
  const [state, described] = await Promise.all([preparedState(), workerOptions(workers)])
  const folder = mkdtempSync(join(tmpdir(), 'homeappliance-test-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  // Also when the process ends without a close; the local runtime ends its own process then.
  process.once('exit', remove)
  if (!empty) cpSync(join(state, 'v3'), folder, { recursive: true })
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      rootPath: root,
      host: '127.0.0.1',
      port: 0,
      cf: false,
      resourcePersistencePath: folder,
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: ({ level, message }) => void logs.push({ level, message }),
      unsafeInspectDurableObjects: true,
      unsafeTriggerHandlers: true,
      ...(readsMails && { unsafeLocalExplorer: true }),
      workers: described,
    }),
  )
  return { miniflare, url: await miniflare.ready, folder, remove }
}

async function send({ miniflare, url }: Running, path: string, init?: RequestInit, worker?: string) {
  const { Headers } = miniflareOfWrangler()
  const headers = new Headers(init?.headers)
  if (worker !== undefined) headers.set('MF-Route-Override', worker)
  return await miniflare.dispatchFetch(new URL(path, url), { ...init, headers })
}
