// Histories that earlier releases wrote: today's code still folds them to the same orders.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { create } from '../../../src/actor/schema.ts'
import { type Upcasters, upcast, versionOf } from '../../../src/actor/upcast.ts'
import { eventTypes } from '../../../src/contract/events.ts'
import type { OrderSummary } from '../../../src/contract/order.ts'
import type { SqlRow } from '../../../src/platform/storage.ts'
import { world } from '../../support/actor-world.ts'

/** Each release adds its file and the file's SHA-256 here, and changes no other. */
const recorded: Record<string, string> = {
  'release-1.json': '8c107e41dacf283cd2af9c85029762b92a27c840116dc3193c83bd9ce14d8485',
  'release-2.json': '25d1618e67ad3b98d4e2ddc13c57d23edafe722a2138be57ded43e005ccd88b4',
  'release-3.json': '49697fe18261d4d7974c1abd9e3980f404bcb18771d085f681522c14ada65b55',
  'release-4.json': 'a959127ea3f41307b2c5cd7af8a26d2b346fc6d7764385e605cf1cc143c047e2',
  'release-5.json': '7ef2fb2b1694b4839b12c3a15c5c2aa80a402326e4c3965ceea4a91b7f202b03',
}

type Recorded = Record<string, { rows: SqlRow[]; summary: OrderSummary }>

const folder = new URL('../../fixtures/histories/', import.meta.url)
const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8')
const histories = (file: string): Recorded => JSON.parse(textOf(file))

test('recorded histories are only ever added to', () => {
  const hashes = readdirSync(folder).map((file) => [file, createHash('sha256').update(textOf(file)).digest('hex')])
  expect(Object.fromEntries(hashes)).toEqual(recorded)
})

test('together they hold every type of event', () => {
  const rows = Object.keys(recorded).flatMap((file) =>
    Object.values(histories(file)).flatMap((history) => history.rows),
  )
  expect(new Set(rows.map((row) => row['type']))).toEqual(new Set(eventTypes))
})

describe.each(Object.keys(recorded))('%s', (file) => {
  test.each(Object.entries(histories(file)))('%s', async (_, { rows, summary }) => {
    const { storage, wakeUp } = world()
    create(storage)
    for (const row of rows) {
      const columns = Object.keys(row)
      const places = columns.map(() => '?').join(', ')
      storage.sql(`INSERT INTO event (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row))
    }
    const actor = wakeUp()
    // A summary may have new fields since; the fields of then have the same values.
    expect(actor.read()).toMatchObject(summary)
    expect(await actor.verify()).toMatchObject({ whole: true, events: rows.length })
  })
})

describe('an event of an older version', () => {
  const steps: Upcasters = {
    OrderTaken: [
      (data) => ({ ...Object(data), takenBy: null }),
      ({ takenBy, ...rest }: ReturnType<typeof Object>) => ({ ...rest, staff: takenBy }),
    ],
  }

  test('goes through every step from its version on', () => {
    expect(upcast('OrderTaken', 1, {}, steps)).toEqual({ staff: null })
    expect(upcast('OrderTaken', 2, { takenBy: 'Park' }, steps)).toEqual({ staff: 'Park' })
    expect(upcast('OrderTaken', 3, { staff: 'Park' }, steps)).toEqual({ staff: 'Park' })
    expect(upcast('PayUnknown', 1, { attempt: 1 }, steps)).toEqual({ attempt: 1 })
    expect([versionOf('OrderTaken', steps), versionOf('PayUnknown', steps)]).toEqual([3, 1])
  })

  test('of a version that is not known yet is refused rather than guessed', () => {
    expect(() => upcast('OrderTaken', 4, {}, steps)).toThrow('OrderTaken is stored in version 4')
  })
})
