// npm run drill: the restore drill, on a shop of its own. Backups are taken, orders go on, a database is lost, two are
// set back and the queues are lost; then the commands of the runbook restore all of it, and everything is compared.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyTo, filesOf, lose, restoreFrom } from './drill/backup.ts'
import { type DrillShop, until, withShop } from './drill/shop.ts'
import { onEndRequest, StartRefused } from './platform.ts'
import { root } from './workers.ts'

const ordersBefore = 8
const ordersAfter = 8
const firstMigrations = { mypage: '0001_orders.sql', worklist: '0001_worklist.sql', message: '0001_messages.sql' }

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-drill-'))
const [state, backup] = [join(folder, 'state'), join(folder, 'backup')]
// One caller does what many do.
process.env['RATE_LIMITS'] = 'none'
onEndRequest(() => process.exit(130))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

try {
  await drill()
} catch (fault) {
  console.error(fault instanceof StartRefused ? fault.message : fault)
  process.exitCode = 1
}

async function drill(): Promise<void> {
  console.log(`1. A shop takes ${ordersBefore} orders; then its databases are copied.`)
  const before = await withShop(state, (shop) => placeAll(shop, ordersBefore))
  const backedUpAt = new Date().toISOString()
  copyTo(join(backup, 'worklist'), filesOf(state, firstMigrations.worklist))
  copyTo(join(backup, 'message'), filesOf(state, firstMigrations.message))

  console.log(
    `2. ${ordersAfter} more orders, half of the old ones are canceled, and all at once it ends: its queues are lost.`,
  )
  const after = await withShop(state, async (shop) => {
    const placed = await placeAll(shop, ordersAfter - 2)
    for (const orderId of before.slice(0, ordersBefore / 2)) await shop.cancel(orderId)
    // Nobody waits for what these two lead to.
    return [...placed, await shop.place(), await shop.place()]
  })

  console.log('3. The databases of mypage are lost; those of the worklist and the messages are set back to the copy.')
  lose(filesOf(state, firstMigrations.mypage))
  restoreFrom(join(backup, 'worklist'), filesOf(state, firstMigrations.worklist))
  restoreFrom(join(backup, 'message'), filesOf(state, firstMigrations.message))

  console.log('4. The shop opens again, and the commands of the runbook restore it.')
  await withShop(state, async (shop) => {
    const orders = [...before, ...after]
    const lost = await Promise.all(
      orders.map((orderId) =>
        shop.myPage(orderId).then(
          () => false,
          () => true,
        ),
      ),
    )
    // What was still to be looked at, the orders bring by themselves.
    console.log(`   mypage lacks ${lost.filter(Boolean).length} of ${orders.length} orders`)
    await run(shop, 'rebuild', 'ordermanagement')
    await run(shop, 'rebuild', 'mypage')
    await run(shop, 'republish', '--since', backedUpAt)
    await converges(shop, orders)
    await run(shop, 'rebuild', 'mypage', '--compare')
    await run(shop, 'rebuild', 'ordermanagement', '--compare')
  })
  console.log('All is as the orders say: every order is shown, and each of its messages stands there once.')
}

async function placeAll(shop: DrillShop, count: number): Promise<string[]> {
  const orders = await Promise.all(Array.from({ length: count }, () => shop.place()))
  await until('mypage and the messages show every order', async () => {
    const shown = await Promise.all(orders.map((orderId) => shop.myPage(orderId)))
    const told = await Promise.all(orders.map((orderId) => shop.messages(orderId)))
    return shown.every(({ orderStatus }) => orderStatus === 'payApproved') && told.every(({ length }) => length === 2)
  })
  return orders
}

/** mypage shows each order as its object has it, and its customer was told each step once. */
async function converges(shop: DrillShop, orders: readonly string[]): Promise<void> {
  for (const orderId of orders) {
    await until(`${orderId} is shown as it is, and told`, async () => {
      const [order, shown, messages] = await Promise.all([
        shop.order(orderId),
        shop.myPage(orderId),
        shop.messages(orderId),
      ])
      const kinds = messages.map(({ kind }) => kind)
      const wanted =
        order.orderStatus === 'payCanceled' ? ['orderCanceled', 'paid', 'received', 'refunded'] : ['paid', 'received']
      const isTold = JSON.stringify(kinds.toSorted()) === JSON.stringify(wanted)
      return ['payApproved', 'payCanceled'].includes(order.orderStatus) && shown.seq === order.seq && isTold
    })
  }
}

/** A command of the runbook, against this shop. Throws unless it ends well. */
async function run(shop: DrillShop, ...args: string[]): Promise<void> {
  console.log(`   npm run ${args[0]} -- ${args.slice(1).join(' ')}`)
  const child = spawn(process.execPath, [`${root}scripts/run.mjs`, ...args, '--origin', shop.origin], {
    env: { ...process.env, TOKEN: shop.token('ops') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  console.log(`     ${last}`)
  if (code !== 0) throw new Error(`it ended with ${code}:\n${output}`)
}
