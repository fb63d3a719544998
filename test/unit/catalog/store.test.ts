// The shelf as it is stored: read whole, cached for as long as a price may be old, and never half right.
import { expect, test } from 'vitest'
import { readShelf, type ShelfStore, shelfKey } from '../../../src/catalog/store.ts'
import { shelfSecondsMax } from '../../../src/contract/shelf.ts'
import { won } from '../../support/orders.ts'

const fan = { itemId: '7', itemName: 'Fan', description: 'Quiet.', category: 'climate', price: won(59_000) }

function storeOf(stored: unknown) {
  const asked: unknown[] = []
  const store: ShelfStore = {
    async get(...args) {
      asked.push(args)
      return stored
    },
  }
  return { store, asked }
}

test('it is one entry, kept at each location for as long as a price may be old there', async () => {
  const { store, asked } = storeOf([fan])
  expect(await readShelf(store)).toEqual([fan])
  expect(asked).toEqual([[shelfKey, { type: 'json', cacheTtl: shelfSecondsMax.atLocation }]])
})

test('where nothing was ever put it is empty', async () => {
  expect(await readShelf(storeOf(null).store)).toEqual([])
})

test.each([
  ['no list', { items: [fan] }],
  ['an item without a price', [{ ...fan, price: undefined }]],
  ['a price that is no whole number', [{ ...fan, price: { amount: 0.5, currency: 'KRW' } }]],
])('%s is a fault: nothing is sold by it', async (_, stored) => {
  await expect(readShelf(storeOf(stored).store)).rejects.toThrow()
})
