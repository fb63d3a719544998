// A process that runs the shop, or the floors, apart from the driver of the load. It sends its origin when it is open,
// serves the bench's requests, and ends with the bench.
import type { D1Database } from '@cloudflare/workers-types'
import { type DemoAccount, seedAccountsSql } from '../../scripts/demo/accounts.ts'
import { createHarness } from '../support/harness/harness.ts'
import { openShop, type ShopOptions } from '../support/shop.ts'
import type { SeededRows } from './rows-seed.ts'
import { seedRows } from './rows-seed.ts'

export type Opening = { holds: 'floor' } | { holds: 'shop'; options: ShopOptions; customers: DemoAccount[] }

/** What the bench may ask for, by name. */
export type Services = {
  /** Break or mend the Workers that can be broken. */
  outage: (down: boolean) => Promise<null>
  /** Messages put on the queues, by subscriber. */
  sent: () => Promise<Record<string, number>>
  /** What the projections show: the orders, and the sum of their sequence numbers. */
  projected: () => Promise<{ orders: number; seqs: number; worklist: number }>
  seedRows: (rows: number, customerIds: string[]) => Promise<SeededRows>
}

export type Reported = { open: string } | { id: number; value: unknown } | { id: number; fault: string }
export type Asked = { id: number; name: keyof Services; args: never[] }

type Held = { origin: string; services: Partial<Services>; close: () => Promise<void> }
type Databases = Record<'MYPAGE_DB_0' | 'MYPAGE_DB_1' | 'ORDERMANAGEMENT_DB', D1Database>

const endsMsMax = 15_000

const held = await open(JSON.parse(process.argv[2] ?? '{}') as Opening)
process.on('message', (asked: Asked) => void answer(asked))
for (const end of ['disconnect', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(end, () => void close())
tell({ open: held.origin })

async function answer({ id, name, args }: Asked): Promise<void> {
  try {
    const service: ((...args: never[]) => Promise<unknown>) | undefined = held.services[name]
    if (service === undefined) throw new Error(`this host does not do "${name}"`)
    tell({ id, value: await service(...args) })
  } catch (fault) {
    tell({ id, fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) })
  }
}

function tell(result: Reported): void {
  if (process.connected) process.send?.(result)
}

async function close(): Promise<void> {
  setTimeout(() => process.exit(1), endsMsMax).unref()
  await held.close()
  process.exit(0)
}

async function open(opening: Opening): Promise<Held> {
  if (opening.holds === 'floor') return await openFloor()
  const shop = await openShop(opening.options)
  const bindings = async (worker: string) => await shop.harness.getWorker<Databases>(worker).getEnv()
  const { MYPAGE_DB_0, MYPAGE_DB_1 } = await bindings('homeappliance-mypage')
  const { ORDERMANAGEMENT_DB } = await bindings('homeappliance-ordermanagement')
  const databases = { mypage: [MYPAGE_DB_0, MYPAGE_DB_1], ordermanagement: ORDERMANAGEMENT_DB }
  const identity = await shop.harness.getWorker<{ IDENTITY_DB: D1Database }>('homeappliance-identity').getEnv()
  const accounts = (await seedAccountsSql(opening.customers)).trim().split('\n')
  await identity.IDENTITY_DB.batch(accounts.map((sql) => identity.IDENTITY_DB.prepare(sql)))
  return {
    origin: shop.origin,
    services: {
      async outage(down) {
        await shop.outage(down)
        return null
      },
      sent: () => shop.sent(),
      async projected() {
        const counted = await Promise.all(databases.mypage.map((database) => count(database, 'orders')))
        const { orders: worklist } = await count(databases.ordermanagement, 'worklist')
        return {
          orders: counted.reduce((sum, { orders }) => sum + orders, 0),
          seqs: counted.reduce((sum, { seqs }) => sum + seqs, 0),
          worklist,
        }
      },
      seedRows: (rows, customerIds) => seedRows(databases, rows, customerIds),
    },
    close: () => shop.close(),
  }
}

async function count(database: D1Database, table: string): Promise<{ orders: number; seqs: number }> {
  const sql = `SELECT COUNT(*) AS orders, COALESCE(SUM(seq), 0) AS seqs FROM ${table}`
  return (await database.prepare(sql).first<{ orders: number; seqs: number }>()) ?? { orders: 0, seqs: 0 }
}

/** The bare actor and the bare route, on the same harness as the shop. */
async function openFloor(): Promise<Held> {
  const harness = createHarness({ workers: [{ name: 'bare', entry: 'bare', objects: { BARE_ACTOR: 'BareActor' } }] })
  const { url } = await harness.listen()
  return { origin: url.origin, services: {}, close: () => harness.close() }
}
