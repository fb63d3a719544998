// The forms of one delivery: set out, handed over to somebody, not met, sent out again; in both languages.
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/contract/caller.ts'
import { handleOrderEvents } from '../../../src/delivery/event-handler.ts'
import { courierPage } from '../../../src/delivery/pages.tsx'
import { callers } from '../../support/callers.ts'
import { orderIdOf, tell } from '../../support/order-book.ts'
import { openDeliveries } from '../../support/subscribers.ts'

const { customer, staff, courier } = callers
const other: Caller = { subject: 'usr_courier2', role: 'courier', name: 'Min' }
const korean: Caller = { ...courier, reader: { language: 'ko', timeZone: 'Asia/Seoul' } }
const orderId = orderIdOf(1)
const path = `/courier/deliveries/${orderId}`
const markup = '<script>alert(1)</script>'

async function onTheRoad() {
  const { book, ports } = openDeliveries()
  await tell(book, orderId, customer.subject, 'place', 'pay', 'take')
  await handleOrderEvents(ports, [book.message(orderId, 'OrderTaken')])
  const read = async (caller: Caller = courier, address = path) =>
    (await courierPage(ports, caller, new Request(`https://shop${address}`), 'req_test')).text()
  async function press(form: string, fields: Record<string, string> = {}, caller: Caller = courier) {
    const init = { method: 'POST', body: new URLSearchParams(fields) }
    const response = await courierPage(ports, caller, new Request(`https://shop${path}/${form}`, init), 'req_test')
    return { status: response.status, html: await response.text(), cookie: response.headers.get('set-cookie') ?? '' }
  }
  const seen = async (cookie: string, caller: Caller = courier) => {
    const headers = { cookie: cookie.split(';')[0] ?? '' }
    return (await courierPage(ports, caller, new Request(`https://shop${path}`, { headers }), 'req_test')).text()
  }
  return { book, read, press, seen }
}

describe('setting out', () => {
  test('makes the delivery mine: it moves up on my list, and others see who has it', async () => {
    const { read, press, seen } = await onTheRoad()
    expect(await read(courier, '/courier')).toContain('You have no delivery with you.')
    const pressed = await press('set-out')
    expect(pressed.status).toBe(303)
    expect(await seen(pressed.cookie)).toContain('The delivery is yours.')
    const [mine, free] = (await read(courier, '/courier')).split('Nobody has set out yet')
    expect([mine?.includes(orderId), free?.includes(orderId)]).toEqual([true, false])
    expect(await read(other, '/courier')).not.toContain(orderId)
    expect(await read(other, '/courier?status=started')).toContain('Choi')
  })

  test('with what another one has is refused, until it is taken over on purpose', async () => {
    const { read, press } = await onTheRoad()
    await press('set-out')
    const page = await read(other)
    expect(page).toContain('Take it over from Choi')
    expect(page).not.toContain(`${path}/complete`)
    for (const form of ['set-out', 'complete', 'attempts/1']) {
      const refused = await press(form, { to: 'customer', reason: 'nobodyHome', next: 'retry' }, other)
      expect([refused.status, refused.html]).toEqual([409, expect.stringContaining('Choi set out with this delivery.')])
    }
    expect((await press('set-out?from=usr_courier', {}, other)).status).toBe(303)
    expect(await read()).toContain('Take it over from Min')
    expect(await read(staff)).toContain(`${path}/complete`)
  })
})

describe('handed over', () => {
  test('to a neighbor, whose name is asked for and kept in the history', async () => {
    const { book, press } = await onTheRoad()
    const refused = await press('complete', { to: 'neighbor', note: '' })
    expect(refused.status).toBe(422)
    for (const text of ['Tell the neighbor’s name', 'aria-invalid="true"', '<option value="neighbor" selected']) {
      expect(refused.html).toContain(text)
    }
    expect((await press('complete', { to: 'neighbor', note: ` ${markup} ` })).status).toBe(303)
    const { data } = book.message(orderId, 'DeliveryCompleted').data.event
    expect(data).toMatchObject({ handover: { to: 'neighbor', note: markup } })
  })

  test('to whom nobody knows is refused', async () => {
    const { press } = await onTheRoad()
    expect((await press('complete', { to: 'the moon' })).status).toBe(422)
  })
})

describe('not handed over', () => {
  const failed = { reason: 'other', reasonNote: markup, next: 'retry' }

  test('with another try: the reason is shown as text, and the next attempt has the next number', async () => {
    const { press, read, seen } = await onTheRoad()
    const pressed = await press('attempts/1', failed)
    expect(await seen(pressed.cookie)).toContain('Recorded.')
    const page = await read()
    expect(page).toContain('another reason (&lt;script&gt;alert(1)&lt;/script&gt;)')
    expect(page).not.toContain(markup)
    expect(page).toContain(`${path}/attempts/2`)
    expect((await press('attempts/1', failed)).status).toBe(303)
    expect((await press('attempts/1', { ...failed, reasonNote: 'a cat' })).status).toBe(409)
  })

  test('what is missing is named, and what was typed is kept', async () => {
    const { press } = await onTheRoad()
    const refused = await press('attempts/1', { ...failed, reasonNote: '', next: 'backToStore' })
    expect(refused.status).toBe(422)
    for (const text of ['This reason needs a note', '<details open', 'value="backToStore" selected']) {
      expect(refused.html).toContain(text)
    }
    const lacking = [
      { ...failed, reason: 'bored' },
      { ...failed, next: 'home' },
      { ...failed, reasonNote: 'x'.repeat(201) },
    ]
    for (const fields of lacking) expect((await press('attempts/1', fields)).status).toBe(422)
    for (const number of ['0', '21', '2']) expect((await press(`attempts/${number}`, failed)).status).toBe(422)
  })

  test('back to the store: couriers wait, and the staff send it out again', async () => {
    const { press, read, seen } = await onTheRoad()
    await press('set-out')
    await press('attempts/1', { ...failed, next: 'backToStore' })
    const page = await read()
    expect(page).toContain('Its staff decide what comes next.')
    expect(page).not.toContain('<button class="wide"')
    expect((await press('restarts/1')).status).toBe(403)
    expect(await read(staff)).toContain('Send it out again')
    const pressed = await press('restarts/1', {}, staff)
    expect(await seen(pressed.cookie, staff)).toContain('on the road again')
    expect(await read(other, '/courier')).toContain(orderId)
  })
})

test('a form under one key is done once, and is never sent as somebody else', async () => {
  const { book, press } = await onTheRoad()
  const fields = { key: 'a-key', account: courier.subject, to: 'customer', note: '' }
  expect((await press('complete', fields, other)).status).toBe(403)
  for (const _ of ['once', 'twice']) expect((await press('complete', fields)).status).toBe(303)
  expect(book.commands.filter(({ command }) => command.type === 'RecordDeliveryCompleted')[0]?.meta).toMatchObject({
    idempotency: { key: 'a-key' },
  })
  expect(book.typesOf(orderId).filter((type) => type === 'DeliveryCompleted')).toHaveLength(1)
})

test('a form that was kept in the browser is answered by the page itself', async () => {
  const { press } = await onTheRoad()
  const { status, html, cookie } = await press('set-out', { isKept: '' })
  expect([status, cookie]).toEqual([200, ''])
  expect(html).toContain('The delivery is yours.')
  expect((await press('complete', { isKept: '', to: 'neighbor', note: '' })).status).toBe(422)
})

test('in Korean: the pages, the refusals and the notices', async () => {
  const { press, read, seen } = await onTheRoad()
  for (const text of ['Kang 님 배송', '받은 사람', '전달하지 못했습니다', '집에 아무도 안 계셨습니다', '배송 대기']) {
    expect(await read(korean)).toContain(text)
  }
  expect(await read(korean, '/courier')).toContain('아직 아무도 출발하지 않은 배송')
  expect((await press('complete', { to: 'neighbor', note: '' }, korean)).html).toContain('이웃의 이름이나')
  const pressed = await press('complete', { to: 'customer', note: '' }, korean)
  expect(await seen(pressed.cookie, korean)).toContain('전달 완료로 기록했습니다.')
})
