// A run over the rules: a beginning and an end are each told once, also when the receiver is down; a silence holds.
import { expect, test } from 'vitest'
import type { AlertNotice } from '../../../../src/operations/alerts/channel.ts'
import { runAlerts, triesMax } from '../../../../src/operations/alerts/run.ts'
import { silenceStatement, takeTurn, turnMs } from '../../../../src/operations/alerts/store.ts'
import type { DataPoint } from '../../../../src/operations/figures/data-points.ts'
import { alertPorts } from '../../../support/alerts.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const noon = Date.parse('2026-11-30T12:00:00.000Z')

function openRuns() {
  const database = openDatabase('operations')
  const clock = { now: noon }
  const receiver = { isDown: false }
  const sent: string[] = []
  const tried: AlertNotice[] = []
  const logged: [string, object][] = []
  const points: DataPoint[] = []
  const ports = {
    ...alertPorts(database, () => clock.now),
    dataset: { writeDataPoint: (point: DataPoint) => void points.push(point) },
    channel: {
      async send(notice: AlertNotice) {
        tried.push(notice)
        if (receiver.isDown) throw new Error('the receiver is down')
        sent.push(`${notice.rule.name} ${notice.kind}`)
      },
    },
    log: (event: string, fields = {}) => void logged.push([event, fields]),
  }
  return {
    ...{ database, clock, receiver, sent, tried, logged, points, ports },
    eventsOf: (event: string) => logged.filter(([name]) => name === event).map(([, fields]) => fields),
    async run(times = 1) {
      for (let run = 0; run < times; run += 1) {
        clock.now += 60_000
        await runAlerts(ports)
      }
    },
    letter: (state: string) =>
      database
        .prepare(
          `INSERT OR REPLACE INTO dead_letters (dead_letter_id, subscriber, body, attempts, died_at, state)
           VALUES ('d1', 'mypage', '{}', 1, '2026-11-30', ?)`,
        )
        .bind(state)
        .run(),
    silence: (minutes: number | null) => {
      const until = new Date(clock.now + (minutes ?? 0) * 60_000).toISOString()
      const silence = minutes === null ? null : { until, by: 'usr_han', reason: 'a planned outage' }
      return database.batch([silenceStatement(database, 'deadLetters', silence)])
    },
  }
}

test('however often it is judged, a beginning is sent once and an end once', async () => {
  const { run, letter, sent, eventsOf } = openRuns()
  await run()
  await letter('open')
  await run(3)
  await letter('discarded')
  await run(3)
  await letter('open')
  await run()
  expect(sent).toEqual(['deadLetters firing', 'deadLetters recovered', 'deadLetters firing'])
  expect(eventsOf('alert_firing')).toHaveLength(2)
  expect(eventsOf('alert_recovered')).toEqual([{ rule: 'deadLetters' }])
})

test('a send that fails is made again under the same id, about an hour long', async () => {
  const { run, letter, receiver, sent, tried, eventsOf } = openRuns()
  receiver.isDown = true
  await letter('open')
  await run(2)
  receiver.isDown = false
  await run(2)
  expect(sent).toEqual(['deadLetters firing'])
  expect(new Set(tried.map(({ id }) => id)).size).toBe(1)
  receiver.isDown = true
  await letter('discarded')
  await run(triesMax + 5)
  expect(tried).toHaveLength(3 + triesMax)
  expect(eventsOf('alert_not_sent').at(-1)).toMatchObject({ kind: 'recovered', tries: triesMax, isLast: true })
})

test('what is over before anybody was told of it is over in silence', async () => {
  const { run, letter, receiver, sent } = openRuns()
  receiver.isDown = true
  await letter('open')
  await run()
  receiver.isDown = false
  await letter('discarded')
  await run(2)
  expect(sent).toEqual([])
})

test('a silence holds the beginning back until its end, and never the end of what was told', async () => {
  const { run, letter, silence, sent } = openRuns()
  await silence(5)
  await letter('open')
  await run(4)
  expect(sent).toEqual([])
  await run(2)
  expect(sent).toEqual(['deadLetters firing'])
  await silence(60)
  await letter('discarded')
  await run()
  expect(sent).toEqual(['deadLetters firing', 'deadLetters recovered'])
})

test('without a channel alerts are shown and logged, and nothing waits', async () => {
  const { run, letter, ports, database, eventsOf } = openRuns()
  ports.channel = null as never
  await letter('open')
  await run()
  expect(eventsOf('alert_firing')).toEqual([{ rule: 'deadLetters' }])
  const [row] = database.rows(`SELECT state FROM alerts WHERE rule = 'deadLetters'`)
  expect(JSON.parse(String(row?.['state']))).toMatchObject({ notice: null, firingSince: noon + 60_000 })
})

test('one run judges at a time; one that was cut off keeps the turn for a minute', async () => {
  const { run, letter, sent, database, clock } = openRuns()
  await letter('open')
  expect(await takeTurn(database, clock.now + 60_000)).toBe(true)
  await run()
  expect(sent).toEqual([])
  clock.now += turnMs
  await run()
  expect(sent).toEqual(['deadLetters firing'])
})

test('a run that fails gives its turn back', async () => {
  const { run, letter, sent, ports } = openRuns()
  const { dataset } = ports
  ports.dataset = {
    writeDataPoint: () => {
      throw new Error('no such dataset')
    },
  }
  await letter('open')
  await expect(run()).rejects.toThrow('no such dataset')
  ports.dataset = dataset
  await run()
  expect(sent).toEqual(['deadLetters firing'])
})

test('every figure is a data point, with the name as its index', async () => {
  const { run, points } = openRuns()
  await run()
  const name = 'homeappliance_dead_letters'
  expect(points).toContainEqual({ indexes: [name], blobs: [name, 'mypage'], doubles: [0, 0] })
})
