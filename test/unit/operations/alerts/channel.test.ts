// The webhook of the alerts: signed so that its receiver can verify it, and never taken as sent when it was not.
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { type AlertNotice, alertWebhook } from '../../../../src/operations/alerts/channel.ts'
import { rules } from '../../../../src/operations/alerts/rules.ts'

const secret = `whsec_${Buffer.from('a secret of the tests').toString('base64')}`
const rule = rules.find(({ name }) => name === 'deadLetters')
if (rule === undefined) throw new Error('there is no such rule')
const since = Date.parse('2026-11-30T12:00:00.000Z')
const notice: AlertNotice = { id: 'alert_1', kind: 'firing', rule, value: 3, since, recoveredAt: null }

function channelTo(status: number, secretOf = secret) {
  const posts: { url: string; headers: Record<string, string>; body: string; redirect: string | undefined }[] = []
  const channel = alertWebhook({
    url: 'https://example.com/alerts',
    secret: secretOf,
    now: Date.now,
    fetch: async (url, { headers, body, redirect }) => {
      posts.push({ url, headers: Object.fromEntries(new Headers(headers)), body: String(body), redirect })
      return new Response(null, { status })
    },
  })
  return { posts, channel }
}

test('it tells rule, value and since when, and the package of the specification verifies it', async () => {
  const { posts, channel } = channelTo(204)
  await channel.send(notice)
  await channel.send({ ...notice, id: 'alert_2', kind: 'recovered', recoveredAt: since + 60_000 })
  const told = posts.map(({ headers, body }) => new Webhook(secret).verify(body, headers))
  expect(told).toEqual([
    {
      type: 'alert.firing',
      timestamp: '2026-11-30T12:00:00.000Z',
      data: {
        rule: 'deadLetters',
        severity: 'ticket',
        summary: 'There are open dead letters.',
        value: 3,
        threshold: 0,
        since: '2026-11-30T12:00:00.000Z',
        recoveredAt: null,
        runbook: 'docs/operations.md#deadletters',
      },
    },
    {
      type: 'alert.recovered',
      timestamp: '2026-11-30T12:01:00.000Z',
      data: expect.objectContaining({ recoveredAt: '2026-11-30T12:01:00.000Z' }),
    },
  ])
  expect(posts[0]).toMatchObject({ url: 'https://example.com/alerts', redirect: 'manual' })
  expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual(['alert_1', 'alert_2'])
})

test.each([302, 400, 500])('an answer %i is not taken as sent', async (status) => {
  await expect(channelTo(status).channel.send(notice)).rejects.toThrow(`the alert webhook answered ${status}`)
})

test('without its secret nothing leaves', async () => {
  const { posts, channel } = channelTo(204, '')
  await expect(channel.send(notice)).rejects.toThrow('ALERT_WEBHOOK_SECRET is not set')
  expect(posts).toEqual([])
})
