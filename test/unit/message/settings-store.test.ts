// The store of the switches.
import { expect, test } from 'vitest'
import type { MessageKind } from '../../../src/contract/customer-message.ts'
import { findKindsOff, saveKindsOff } from '../../../src/message/settings-store.ts'
import { openDatabase } from '../../support/sqlite.ts'

test('of the customers asked for, those with switches are found, also with a kind of a later release', async () => {
  const database = openDatabase('message')
  await saveKindsOff(database, 'usr_1', ['packed', 'newer' as MessageKind], '2026-11-02T09:00:00.000Z')
  await saveKindsOff(database, 'usr_2', [], '2026-11-02T09:00:00.000Z')
  await saveKindsOff(database, 'usr_3', ['paid'], '2026-11-02T09:00:00.000Z')
  expect(await findKindsOff(database, ['usr_1', 'usr_2', 'usr_4'])).toEqual(
    new Map([
      ['usr_1', new Set(['packed', 'newer'])],
      ['usr_2', new Set()],
    ]),
  )
  expect(await findKindsOff(database, [])).toEqual(new Map())
})
