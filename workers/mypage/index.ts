// The mypage Worker: each customer's own view of their orders, and the consumer that keeps it.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Caller } from '../../src/contract/caller.ts'
import type { HealthRpc, MyPageRpc, PageRequest } from '../../src/contract/rpc.ts'
import { changesOfOwn, getOwn, hearOrder, listOwn, type MyPagePorts } from '../../src/mypage/projection.ts'
import { type ShardBindings, shardsIn } from '../../src/mypage/shards.ts'
import { consume } from '../../src/platform/consume.ts'
import { answers } from '../../src/platform/database.ts'
import { contextLog } from '../../src/platform/log.ts'

export interface MyPageEnv extends ShardBindings<D1Database> {
  DEAD_LETTERS: Queue<unknown>
}

export class MyPages extends WorkerEntrypoint<MyPageEnv> implements Omit<MyPageRpc, 'page'>, HealthRpc {
  list(caller: Caller, page: PageRequest) {
    return listOwn(portsOf(this.env), caller, page)
  }

  get(caller: Caller, orderId: string) {
    return getOwn(portsOf(this.env), caller, orderId)
  }

  changes(caller: Caller, after: number) {
    return changesOfOwn(portsOf(this.env), caller, after)
  }

  async ready(): Promise<{ ok: true }> {
    await Promise.all(shardsIn(this.env).map(answers))
    return { ok: true }
  }
}

/** Reached through bindings and its queue only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) => consume(batch, env.DEAD_LETTERS, (message) => hearOrder(portsOf(env), message), log),
} satisfies ExportedHandler<MyPageEnv>

const log = contextLog('mypage')

function portsOf(env: MyPageEnv): MyPagePorts {
  return { shards: shardsIn(env).map((shard) => shard.withSession('first-primary')), now: Date.now }
}
