// The small parts of pages: what a screen reader is told of a field, a notice and an instant.
import { expect, test } from 'vitest'
import { Badge, Field, Notice, OrderNumber, When } from '../../../src/web/components.tsx'

test('a field’s hint and error are said together with it', () => {
  const html = String(Field({ name: 'qty', label: 'Quantity', hint: 'At most 9.', error: 'Too many.', type: 'number' }))
  for (const text of [
    '<label for="qty">Quantity</label>',
    'id="qty-hint"',
    'id="qty-error"',
    'aria-describedby="qty-hint qty-error"',
    'aria-invalid="true"',
    'autofocus',
  ]) {
    expect(html).toContain(text)
  }
})

test('a field without them says neither', () => {
  const html = String(Field({ name: 'qty', label: 'Quantity', value: '"><script>', required: true, maxlength: 3 }))
  for (const text of ['aria-describedby', 'aria-invalid', 'autofocus', '<script>']) expect(html).not.toContain(text)
  for (const text of ['type="text"', 'required=""', 'maxlength="6"']) expect(html).toContain(text)
})

test('what went wrong is announced at once, the rest when there is time', () => {
  expect(String(Notice({ tone: 'bad', children: 'No.' }))).toBe('<p class="notice bad" role="alert">No.</p>')
  expect(String(Notice({ children: 'Well.' }))).toBe('<p class="notice plain" role="status">Well.</p>')
  expect(String(Badge({ text: 'Paid' }))).toBe('<span class="badge plain">Paid</span>')
})

test('no line ends within the number of an order', () => {
  expect(String(OrderNumber({ number: 'A1B2-C3D4' }))).toBe('<span class="unbroken">A1B2-C3D4</span>')
  const heading = OrderNumber({ number: 'A1B2-C3D4', within: '주문 A1B2-C3D4 영수증' })
  expect(String(heading)).toBe('주문 <span class="unbroken">A1B2-C3D4</span> 영수증')
  expect(String(OrderNumber({ number: 'A1B2-C3D4', within: 'A text without it' }))).toBe('A text without it')
})

test('an instant is read in Korean time, whatever the zone of the machine', () => {
  expect(String(When({ at: '2026-11-22T15:30:00.000Z' }))).toBe(
    '<time datetime="2026-11-22T15:30:00.000Z">23 Nov 2026, 00:30</time>',
  )
})
