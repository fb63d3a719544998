// A call outlasts the reset of its object, a few times, and nothing else.
import { expect, test } from 'vitest'
import { attemptsMax, outlastingReset } from '../../../src/platform/object-calls.ts'

const marked = (marks: object) => Object.assign(new Error('Durable Object reset because its code was updated.'), marks)

/** An object whose stubs fail once each, one after the other, and then answer. */
function failing(...faults: unknown[]) {
  const left = [...faults]
  const pauses: number[] = []
  let stubs = 0
  const stub = () => {
    stubs++
    const number = stubs
    return {
      name: 'order',
      async say(text: string) {
        if (left.length > 0) throw left.shift()
        return `${this.name} ${text} by stub ${number}`
      },
    }
  }
  const object = outlastingReset(stub, async (retries) => void pauses.push(retries))
  return { object, pauses, stubs: () => stubs }
}

test.each([{ durableObjectReset: true }, { retryable: true }, { durableObjectReset: true, retryable: true }])(
  'a call that the platform has ended (%o) is made again, over a new stub',
  async (marks) => {
    const { object, pauses } = failing(marked(marks), marked(marks))
    expect(await object.say('hello')).toBe('order hello by stub 4')
    expect(pauses).toEqual([0, 1])
  },
)

test('a call that succeeds is made once', async () => {
  const { object, stubs } = failing()
  expect(await object.say('hello')).toBe('order hello by stub 2')
  expect(stubs()).toBe(2)
})

test('it is made so many times at most', async () => {
  const faults = Array.from({ length: attemptsMax }, (_, number) => marked({ retryable: true, number }))
  const { object, pauses } = failing(...faults)
  await expect(() => object.say('hello')).rejects.toThrow(expect.objectContaining({ number: attemptsMax - 1 }))
  expect(pauses).toHaveLength(attemptsMax - 1)
})

test.each([
  ['a fault of the object itself', new Error('the history cannot be read')],
  ['an object that is overloaded', marked({ retryable: true, overloaded: true })],
  ['a value that is no error', 'reset'],
  ['nothing', null],
])('%s is thrown at once', async (_, fault) => {
  const { object, pauses } = failing(fault)
  await expect(() => object.say('hello')).rejects.toBe(fault)
  expect(pauses).toEqual([])
})
