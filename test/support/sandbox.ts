// The sandbox in the same process, behind its own adapter.
import { DatabaseSync } from 'node:sqlite'
import { sandboxProvider } from '../../src/payment/providers/sandbox.ts'
import { serve } from '../../src/sandbox/api.ts'
import { shardCount, shardFor } from '../../src/sandbox/entry.ts'
import { Ledger } from '../../src/sandbox/ledger.ts'
import { objectSql } from './node-storage.ts'
import { orderId } from './orders.ts'

/** The sandbox's own code behind its own adapter; answers that are slow or lost move no clock and never arrive. */
export function newSandbox(clock: { readonly now: number }) {
  const shards = Array.from({ length: shardCount }, () => new Ledger(objectSql(new DatabaseSync(':memory:'))))
  const ledger = (shard: number) => {
    const found = shards[shard]
    if (found === undefined) throw new Error(`there is no shard ${shard}`)
    return found
  }
  const ports = {
    apiKey: 'key',
    latencyMs: { min: 0, max: 0 },
    slowMs: 3000,
    lostMs: 30_000,
    ledger,
    now: () => clock.now,
    random: () => 0.5,
    sleep: async (milliseconds: number) => {
      if (milliseconds > 2000) throw new Error('timed out')
    },
  }
  const settings = {
    fetch: (url: string, init: RequestInit) => serve(new Request(url, init), ports),
    url: 'https://sandbox.internal',
    apiKey: 'key',
    webhookSecret: 'secret',
  }
  const handle = (request: Request) => serve(request, ports)
  const moved = () => ledger(shardFor(orderId)).moved(orderId, clock.now)
  async function call(path: string, body: object) {
    const headers = { authorization: 'Bearer key', 'idempotency-key': crypto.randomUUID() }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const { ok, status } = await handle(new Request(`https://sandbox.internal${path}`, init))
    if (!ok) throw new Error(`the sandbox answered ${status}`)
  }
  return {
    provider: sandboxProvider(settings),
    handle,
    failRefund: () => call(`/refunds/${moved().refunds.at(-1)?.id}`, { status: 'failed' }),
    refundByHand: (amount: number) => call(`/charges/ch_${orderId}_1/refunds`, { amount, currency: 'KRW' }),
    /** The owner of the card decides at the sandbox's page. */
    decide: async (number: number, outcome: 'approved' | 'refused') =>
      ledger(shardFor(orderId)).decide(`au_${orderId}_${number}`, outcome, clock.now),
    moved,
  }
}
