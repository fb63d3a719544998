// The alarm of an object survives each failure: of its constructor, of its work, and an alarm that was given up.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AlarmGuard } from '../../../src/platform/alarm-guard.ts'

const now = Date.parse('2026-11-01T12:00:00.000Z')
beforeEach(() => void vi.useFakeTimers({ now, toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

/** An object whose alarm is set to `alarm`, with an instance that counts what is called. */
function world(alarm: number | null = null) {
  const object = {
    alarm,
    opened: 0,
    scheduled: 0,
    ran: 0,
    openFault: null as Error | null,
    runFault: null as Error | null,
  }
  const logged: unknown[] = []
  const background: Promise<unknown>[] = []
  const ctx = {
    id: { name: 'ord_1' },
    waitUntil: (work: Promise<unknown>) => void background.push(work),
    storage: {
      getAlarm: async () => object.alarm,
      setAlarm: async (at: number) => {
        object.alarm = at
      },
    },
  }
  const open = () => {
    object.opened += 1
    if (object.openFault !== null) throw object.openFault
    return {
      scheduleAlarm: () => {
        object.scheduled += 1
      },
      onAlarm: async () => {
        object.ran += 1
        if (object.runFault !== null) throw object.runFault
      },
    }
  }
  const guard = new AlarmGuard(ctx, open, (event, fields) => void logged.push({ event, ...fields }))
  return { object, guard, logged, settle: () => Promise.all(background.splice(0)) }
}

describe('the instance', () => {
  it('is made once, at the first call', () => {
    const { object, guard } = world()
    expect(object.opened).toBe(0)
    expect(guard.instance()).toBe(guard.instance())
    expect(object.opened).toBe(1)
  })
  it('that cannot be made throws to the caller, and is tried again by the next call', () => {
    const { object, guard } = world()
    object.openFault = new Error('a variable is wrong')
    expect(() => guard.instance()).toThrow('a variable is wrong')
    object.openFault = null
    guard.instance()
    expect(object.opened).toBe(2)
  })
})

describe('at the first call, the alarm', () => {
  it.each([
    ['that is not set', null],
    ['that is more than a minute late', now - 60_001],
  ])('%s is set again', async (_, alarm) => {
    const { object, guard, settle } = world(alarm)
    guard.instance()
    guard.instance()
    await settle()
    expect(object.scheduled).toBe(1)
  })
  it.each([
    ['that is to come', now + 1000],
    ['that is a minute late', now - 60_000],
  ])('%s is left to the platform', async (_, alarm) => {
    const { object, guard, settle } = world(alarm)
    guard.instance()
    await settle()
    expect(object.scheduled).toBe(0)
  })
})

describe('the alarm', () => {
  it('does the work of the instance, and makes it first when needed', async () => {
    const { object, guard, logged } = world()
    await guard.alarm()
    await guard.alarm()
    expect(object).toMatchObject({ opened: 1, ran: 2, alarm: null })
    expect(logged).toEqual([])
  })
  it.each(['openFault', 'runFault'] as const)(
    'goes off again half a minute after a fault (%s), which is logged',
    async (place) => {
      const { object, guard, logged } = world()
      object[place] = new Error('broken')
      await guard.alarm()
      expect(object.alarm).toBe(now + 30_000)
      expect(logged).toEqual([{ event: 'alarm_failed', orderId: 'ord_1', fault: 'Error: broken' }])
      object[place] = null
      await guard.alarm()
      expect(object.ran).toBe(place === 'openFault' ? 1 : 2)
      expect(object.opened).toBe(place === 'openFault' ? 2 : 1)
    },
  )
})
