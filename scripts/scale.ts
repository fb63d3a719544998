// npm run scale -- --orders-per-second 5000: which limit is met first at this rate, how many of each part are needed,
// what it costs, and what must be configured. By the model of scripts/scale; nothing is called.
import { parseArgs } from 'node:util'
import { dollarsPerMillion } from './scale/counts.ts'
import { type Load, scaleOf, usualLoad } from './scale/model.ts'

const usage = `usage: npm run scale -- --orders-per-second 5000

  --provider-seconds  how long the payment provider takes for a call (default ${usualLoad.providerSeconds})
  --kept-days         how long the rows of an order stay (default ${usualLoad.keptDays})
  --batch             messages that a consumer gets at once under load, 100 at most (default ${usualLoad.batch})
  --read-ms, --write-ms, --row-ms
                      what D1 takes for a reading call, a writing call, and each row that it writes
                      (default ${usualLoad.readMs}, ${usualLoad.writeMs}, ${usualLoad.rowMs})`

const option = { type: 'string' } as const

try {
  const { values } = parseArgs({
    options: {
      'orders-per-second': option,
      'provider-seconds': option,
      'kept-days': option,
      batch: option,
      'read-ms': option,
      'write-ms': option,
      'row-ms': option,
    },
  })
  print({
    ordersPerSecond: above0('orders-per-second', values['orders-per-second']),
    providerSeconds: above0('provider-seconds', values['provider-seconds'], usualLoad.providerSeconds),
    keptDays: above0('kept-days', values['kept-days'], usualLoad.keptDays),
    batch: Math.min(100, above0('batch', values.batch, usualLoad.batch)),
    readMs: above0('read-ms', values['read-ms'], usualLoad.readMs),
    writeMs: above0('write-ms', values['write-ms'], usualLoad.writeMs),
    rowMs: above0('row-ms', values['row-ms'], usualLoad.rowMs),
  })
} catch (fault) {
  if (!(fault instanceof TypeError)) throw fault
  console.error(`${fault.message}\n\n${usage}`)
  process.exitCode = 2
}

function above0(name: string, text: string | undefined, usual?: number): number {
  const number = text === undefined ? (usual ?? Number.NaN) : Number(text)
  if (number > 0 && Number.isFinite(number)) return number
  throw new TypeError(`--${name} must be a number above 0`)
}

function print(load: Load): void {
  const { parts, first, firstFull, dollarsPerDay } = scaleOf(load)
  const { ordersPerSecond } = load
  console.log(
    `${ordersPerSecond} orders a second: $${dollarsPerMillion} a million, $${Math.round(dollarsPerDay)} a day\n`,
  )
  const rows = [
    ['part', 'today', 'holds until', 'needed', 'how'],
    ...parts.map(({ name, today, holdsUntil, needed, how }) => {
      return [name, String(today), `${rounded(holdsUntil)} orders/s`, String(needed), how]
    }),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  console.log(`\nThe first limit: ${first.name}, at ${rounded(first.holdsUntil)} orders a second.`)
  console.log(
    `The first that is full: ${firstFull.name}, where rows are kept for ${load.keptDays} days and more than ` +
      `${rounded(firstFull.holdsUntil)} orders come a second.`,
  )
  console.log(
    'Orders and payments are objects of their own, and the catalog is one entry of KV: they have no such limit.',
  )
}

function rounded(number: number): string {
  return number >= 10 ? String(Math.floor(number)) : number.toPrecision(2)
}
