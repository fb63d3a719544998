// A table: each cell says which column it is of, and the total stands below the last one.
import { expect, test } from 'vitest'
import { Table } from '../../../src/web/table.tsx'

const columns = [{ text: 'Item' }, { text: 'Price', number: true }, { text: 'Sum', number: true }]

test('each cell names its column, and numbers are marked', () => {
  const html = String(Table({ columns, rows: [['<Fan>', '₩1', '₩2']] }))
  const cells = [
    '<td data-label="Item">&lt;Fan&gt;</td>',
    '<td data-label="Price" class="number">₩1</td>',
    '<td data-label="Sum" class="number">₩2</td>',
  ]
  expect(html).toContain(`<tr>${cells.join('')}</tr>`)
  expect(html).toContain('<th scope="col" class="number">Price</th>')
  expect(html).not.toContain('<tfoot>')
})

test('the total spans the columns before the last', () => {
  const html = String(Table({ columns, rows: [], total: '₩2' }))
  expect(html).toContain('<tfoot><tr><th scope="row" colspan="2">Total</th><td class="number">₩2</td></tr></tfoot>')
})

test('a total of nothing is shown too', () => {
  expect(String(Table({ columns, rows: [], total: 0 }))).toContain('<td class="number">0</td>')
})
