// The promises of every adapter about the webhooks of its provider: the same suite for each.
import { describe, expect, it } from 'vitest'
import { noon, orderId } from '../../../support/payments.ts'
import { fixtures } from '../../../support/providers/fixtures.ts'

describe.each(Object.entries(fixtures))('the webhooks of %s', async (_name, openFixture) => {
  const fixture = await openFixture()
  await fixture.http.close()
  const judge = (webhook = fixture.webhook(orderId, noon), now = noon) => fixture.provider.verifyWebhook(webhook, now)
  const genuine = { genuine: true, orderId }

  it('name the order that they are about, however often they come', async () => {
    const webhook = fixture.webhook(orderId, noon)
    expect(await judge(webhook)).toEqual(genuine)
    expect(await judge(webhook)).toEqual(genuine)
    expect(await judge(fixture.webhook(orderId, noon), noon + 299_000)).toEqual(genuine)
  })

  it('are refused when they are forged', async () => {
    expect(await judge(fixture.webhook(orderId, noon, 'another secret'))).toEqual({ genuine: false })
    expect(await judge({ ...fixture.webhook(orderId, noon), headers: {}, query: {} })).toEqual({ genuine: false })
  })

  it('are refused when they are late, or lead to nothing but a question', async () => {
    const late = await judge(fixture.webhook(orderId, noon), noon + 301_000)
    expect(late).toEqual(fixture.refusesLate ? { genuine: false } : genuine)
  })

  it('about somebody else’s order are about none of ours', async () => {
    expect(await judge(fixture.webhook('another-shop', noon))).toEqual({ genuine: true, orderId: null })
  })

  it('are judged on the body as it was sent, where it is signed', async () => {
    if (!fixture.refusesLate) return expect(fixture.provider.name).toBe('toss')
    const webhook = fixture.webhook(orderId, noon)
    expect(await judge({ ...webhook, body: Uint8Array.of(...webhook.body, 32) })).toEqual({ genuine: false })
  })

  it.each([
    ['a thin event', '{"object":"v2.core.event","type":"v1.billing.meter.no_meter_found","related_object":null}'],
    ['an event without its object', '{"object":"event","type":"charge.succeeded","data":{"object":null}}'],
    ['an event without data', '{"object":"event","type":"charge.succeeded","eventType":"DEPOSIT_CALLBACK"}'],
    ['an event with null for data', '{"object":"event","type":"a.new.type","data":null}'],
    ['an object that is a text', '{"object":"event","type":"a.new.type","data":{"object":"metadata"}}'],
    ['metadata that is a list', '{"object":"event","type":"a.new.type","data":{"object":{"metadata":["orderId"]}}}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['no JSON', 'not JSON'],
    ['an empty body', ''],
    ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
    ['UTF-16', Uint8Array.from(Buffer.from('\ufeff{"type":"charge.succeeded"}', 'utf16le'))],
    ['a compressed body', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)],
  ])('that are signed and hold %s are about no order', async (_, body) => {
    expect(await judge(fixture.signed(body, noon))).toEqual({ genuine: true, orderId: null })
  })

  it('are read behind a byte order mark', async () => {
    const { body } = fixture.webhook(orderId, noon)
    expect(await judge(fixture.signed(Uint8Array.of(0xef, 0xbb, 0xbf, ...body), noon))).toEqual(genuine)
  })
})
