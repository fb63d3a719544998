// The calls that a payment's object makes, with the faults that a test plants: the object can crash at any of them.
import type { OrderCommand } from '../../src/contract/commands.ts'

export type Call =
  | 'charge'
  | 'find'
  | 'cancel'
  | 'refund'
  | 'refunds'
  | 'read'
  | 'recordSettlement'
  | OrderCommand['type']
/** A fault to plant: given the call about to be made, what happens to it. Null lets it through. */
export type Fault = 'crashBefore' | 'crashAfter' | 'throwBefore' | 'throwAfter' | 'overloaded'
export type Faults = (call: Call, number: number) => Fault | null

/** The calls of one instance. Each is noted in `calls`. */
export function plantedCalls(faults: Faults, calls: Call[]) {
  let end: () => void = () => {}
  const lives = { alive: true, ended: new Promise<'ended'>((resolve) => (end = () => resolve('ended'))) }

  /** After a crash an instance makes no call any more, and gets no answer: not even that of a call under way. */
  async function make<T>(call: Call, work: () => Promise<T>, overloaded?: T): Promise<T> {
    const never = new Promise<never>(() => {})
    if (!lives.alive) return await never
    try {
      const answer = await makeNow(call, work, overloaded)
      return lives.alive ? answer : await never
    } catch (fault) {
      if (lives.alive) throw fault
      return await never
    }
  }

  /** Make a call with the fault that is planted for it. */
  async function makeNow<T>(call: Call, work: () => Promise<T>, overloaded?: T): Promise<T> {
    calls.push(call)
    const fault = faults(call, calls.length)
    if (fault === 'throwBefore') throw new Error(`planted before ${call}`)
    if (fault === 'overloaded' && overloaded !== undefined) return overloaded
    if (fault !== 'crashBefore') {
      const answer = await work()
      if (fault === 'throwAfter') throw new Error(`planted after ${call}`)
      if (fault !== 'crashAfter') return answer
    }
    lives.alive = false
    end()
    return await new Promise<never>(() => {})
  }

  return { lives, make }
}
