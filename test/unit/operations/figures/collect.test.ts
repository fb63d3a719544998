// The collection of the figures: from every source that answers, with zeros for what is only told while it is late.
import { expect, test } from 'vitest'
import type { Figure } from '../../../../src/contract/figures.ts'
import { collectFigures } from '../../../../src/operations/figures/collect.ts'
import { alertPorts } from '../../../support/alerts.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const noon = Date.parse('2026-11-30T12:00:00.000Z')
const [first, second] = [
  { subscriber: 'mypage', queue: 'homeappliance-mypage-events' },
  { subscriber: 'mypage', queue: 'homeappliance-mypage-events-1' },
] as const
const breaker: Figure = { name: 'homeappliance_breaker_open', labels: ['sandbox-0'], value: 1 }

function portsWith(others: Partial<ReturnType<typeof alertPorts>>) {
  const logged: unknown[] = []
  const ports = { ...alertPorts(openDatabase('operations'), () => noon), ...others }
  return { ports: { ...ports, log: (event: string, fields = {}) => void logged.push([event, fields]) }, logged }
}

const figureValue = (figures: readonly Figure[], name: string, label: string) =>
  figures.find((one) => one.name === name && one.labels[0] === label)?.value

test('a source or a queue that does not answer is left out and logged; the others are there', async () => {
  const { ports, logged } = portsWith({
    figureSources: {
      payment: { figures: async () => [breaker] },
      analytics: { figures: () => Promise.reject(new Error('analytics is down')) },
    },
    backlogs: [{ ...first, read: () => Promise.reject(new Error('no such queue')) }],
  })
  const figures = await collectFigures(ports)
  expect(figures).toContainEqual(breaker)
  expect(figures.some(({ name }) => name === 'homeappliance_queue_backlog_messages')).toBe(false)
  expect(logged).toEqual([
    ['figures_not_collected', { source: 'analytics', fault: 'Error: analytics is down' }],
    ['figures_not_collected', { source: first.queue, fault: 'Error: no such queue' }],
  ])
})

test.each([
  ['an empty queue', { backlogCount: 0, oldestMessageTimestamp: new Date(0) }, 0],
  ['an empty queue without a time', { backlogCount: 0 }, 0],
  ['a message of two minutes', { backlogCount: 3, oldestMessageTimestamp: new Date(noon - 120_000) }, 120],
  ['a clock that is ahead', { backlogCount: 1, oldestMessageTimestamp: new Date(noon + 50) }, 0],
])('%s has the age of its oldest message', async (_, backlog, seconds) => {
  const { ports } = portsWith({ backlogs: [{ ...first, read: async () => backlog }] })
  const figures = await collectFigures(ports)
  expect(figureValue(figures, 'homeappliance_queue_oldest_message_seconds', 'mypage')).toBe(seconds)
  expect(figureValue(figures, 'homeappliance_queue_backlog_messages', 'mypage')).toBe(backlog.backlogCount)
})

test('each queue of a subscriber is told of by its name', async () => {
  const backlogs = [first, second].map((one, index) => ({ ...one, read: async () => ({ backlogCount: index + 5 }) }))
  const figures = await collectFigures(portsWith({ backlogs }).ports)
  expect(figures.filter(({ name }) => name === 'homeappliance_queue_backlog_messages')).toEqual([
    { name: 'homeappliance_queue_backlog_messages', labels: ['mypage', first.queue], value: 5 },
    { name: 'homeappliance_queue_backlog_messages', labels: ['mypage', second.queue], value: 6 },
  ])
})

test('what nobody tells of is on time', async () => {
  const figures = await collectFigures(portsWith({}).ports)
  expect(figureValue(figures, 'homeappliance_outbox_age_seconds', 'mypage')).toBe(0)
  // The archive has no queue that a send could fail to.
  expect(figureValue(figures, 'homeappliance_outbox_age_seconds', 'archive')).toBeUndefined()
  expect(figureValue(figures, 'homeappliance_projection_lag_seconds', 'archive')).toBe(0)
})
