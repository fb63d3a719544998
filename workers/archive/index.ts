// The archive Worker: takes the events of orders, and writes them to the archive by the clock.
import { WorkerEntrypoint } from 'cloudflare:workers'
import { archiveService } from '../../src/archive/archive.ts'
import { archiveByClock } from '../../src/archive/archiver.ts'
import * as events from '../../src/archive/event-handler.ts'
import { allOf } from '../../src/archive/objects.ts'
import { archivedOrders } from '../../src/archive/orders.ts'
import { objectsIn } from '../../src/archive/r2.ts'
import type { ArchiveRpc } from '../../src/contract/archive.ts'
import type { ArchivedOrdersRpc } from '../../src/contract/rebuild.ts'
import type { HealthRpc } from '../../src/contract/rpc.ts'
import { toHex } from '../../src/platform/hex.ts'
import { contextLog } from '../../src/platform/log.ts'
import { checkMigrated } from '../../src/platform/migrations.ts'
import { byRegion, inRegion, regionsIn } from '../../src/platform/region.ts'
import { subscriber } from '../../src/platform/subscriber.ts'

export interface ArchiveEnv {
  ARCHIVE_DB: D1Database
  ARCHIVE_BUCKET: R2Bucket
}

export class Archive extends WorkerEntrypoint<ArchiveEnv> implements ArchiveRpc, HealthRpc {
  readonly #service = archiveService(regionalOf(this.env))

  run(...args: Parameters<ArchiveRpc['run']>) {
    return this.#service.run(...args)
  }

  objects(...args: Parameters<ArchiveRpc['objects']>) {
    return this.#service.objects(...args)
  }

  lines(...args: Parameters<ArchiveRpc['lines']>) {
    return this.#service.lines(...args)
  }

  async ready(): Promise<{ ok: true }> {
    for (const region of regionsIn(this.env)) {
      const { ARCHIVE_DB: database, ARCHIVE_BUCKET: bucket } = inRegion(this.env, region)
      await checkMigrated('archive', region === null ? 'ARCHIVE_DB' : `ARCHIVE_DB_${region.toUpperCase()}`, database)
      await bucket.head('ready')
    }
    return { ok: true }
  }
}

/** For operations. */
export class ArchivedOrders extends WorkerEntrypoint<ArchiveEnv> implements ArchivedOrdersRpc {
  archivedOrders(cursor: string | null) {
    return archivedOrders(allOf(regionalOf(this.env).map(({ objects }) => objects)), cursor)
  }
}

/** For the order's actor. */
export const Subscriber = subscriber((env: ArchiveEnv) => env, byRegion(portsOf, events))

/** Reached through bindings and its clock only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  scheduled: async (_, env) => void (await Promise.all(regionalOf(env).map(archiveByClock))),
} satisfies ExportedHandler<ArchiveEnv>

const log = contextLog('archive')

function regionalOf(env: ArchiveEnv) {
  return regionsIn(env).map((region) => portsOf(inRegion(env, region)))
}

function portsOf(env: ArchiveEnv) {
  return {
    database: env.ARCHIVE_DB.withSession('first-primary'),
    objects: objectsIn(env.ARCHIVE_BUCKET),
    now: () => Date.now(),
    random: () => toHex(crypto.getRandomValues(new Uint8Array(4))),
    log,
  }
}
