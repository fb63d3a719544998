// Virtual time: one thing happens after the other, in an order that the seed alone decides. Nothing waits for a real
// clock.
import { createHash } from 'node:crypto'

export const dawn = Date.parse('2026-11-02T00:00:00.000Z')

const hashChunkLength = 50_000

type Happening = { at: number; serial: number; label: string; run: () => void }

/** Whoever did something in a step and has to bring it to its end: commit, arm the alarm, let its calls go. */
export type Turn = { finish(): void }

export class Kernel {
  /** Epoch milliseconds. */
  now = dawn
  steps = 0
  readonly trace: string[] | null
  readonly #hash = createHash('sha256')
  /** Notes that the hash has not taken in yet: it is faster with long pieces. */
  #unhashed = ''
  readonly #heap: Happening[] = []
  /** What is still to happen, and whether the run may end without it. */
  readonly #pending = new Map<number, 'due' | 'routine'>()
  #dueCount = 0
  readonly #turns = new Set<Turn>()
  #serial = 0

  constructor(keepTrace: boolean) {
    this.trace = keepTrace ? [] : null
  }

  /** Let something happen later. The number is good for `drop`. A run does not wait for what is only routine. */
  after(delayMs: number, label: string, run: () => void, kind: 'due' | 'routine' = 'due'): number {
    const happening = { at: this.now + Math.max(0, Math.ceil(delayMs)), serial: ++this.#serial, label, run }
    push(this.#heap, happening)
    this.#pending.set(happening.serial, kind)
    if (kind === 'due') this.#dueCount++
    return happening.serial
  }

  drop(serial: number): void {
    if (this.#pending.get(serial) === 'due') this.#dueCount--
    this.#pending.delete(serial)
  }

  /** The turn is brought to its end when this step has come to rest. */
  touch(turn: Turn): void {
    this.#turns.add(turn)
  }

  note(line: string): void {
    const text = `${String(this.now - dawn).padStart(9)} ${line}`
    this.#unhashed += `${text}\n`
    if (this.#unhashed.length > hashChunkLength) this.#hashNotes()
    this.trace?.push(text)
  }

  /**
   * Run until nothing but routine is left, and at least until `notBefore` if there is any. False when there is no end.
   */
  async rest(stepsMax: number, notBefore: number): Promise<boolean> {
    while (this.steps <= stepsMax) {
      if (this.#dueCount === 0 && this.now >= notBefore) return true
      if (!this.#begin(Number.POSITIVE_INFINITY)) return true
      await drained()
      this.#finishTurns()
    }
    return false
  }

  /** Run until an instant, whatever is left. False when there is no end. */
  async until(instant: number, stepsMax: number): Promise<boolean> {
    while (this.steps <= stepsMax) {
      if (!this.#begin(instant)) {
        this.now = instant
        return true
      }
      await drained()
      this.#finishTurns()
    }
    return false
  }

  /** The next thing begins; false when there is none until `instant`. */
  #begin(instant: number): boolean {
    for (;;) {
      const [next] = this.#heap
      if (next === undefined || next.at > instant) return false
      pop(this.#heap)
      if (!this.#pending.has(next.serial)) continue
      this.drop(next.serial)
      this.steps++
      this.now = Math.max(this.now, next.at)
      if (next.label !== '') this.note(next.label)
      next.run()
      return true
    }
  }

  /** The fingerprint of everything that happened. */
  digest(): string {
    this.#hashNotes()
    return this.#hash.copy().digest('hex')
  }

  #hashNotes(): void {
    this.#hash.update(this.#unhashed)
    this.#unhashed = ''
  }

  #finishTurns(): void {
    for (const turn of this.#turns) turn.finish()
    this.#turns.clear()
  }
}

/** `process.nextTick` comes when every promise that could go on has gone on, and before anything real can happen. */
function drained(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

function isBefore(a: Happening, b: Happening): boolean {
  return a.at === b.at ? a.serial < b.serial : a.at < b.at
}

function push(heap: Happening[], happening: Happening): void {
  let index = heap.push(happening) - 1
  while (index > 0) {
    const parentIndex = (index - 1) >> 1
    const parent = heap[parentIndex]
    if (parent === undefined || !isBefore(happening, parent)) break
    heap[index] = parent
    index = parentIndex
  }
  heap[index] = happening
}

function pop(heap: Happening[]): Happening | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (first === undefined || last === undefined || heap.length === 0) return first
  let index = 0
  for (;;) {
    let childIndex = 2 * index + 1
    let child = heap[childIndex]
    if (child === undefined) break
    const other = heap[childIndex + 1]
    if (other !== undefined && isBefore(other, child)) {
      child = other
      childIndex++
    }
    if (!isBefore(child, last)) break
    heap[index] = child
    index = childIndex
  }
  heap[index] = last
  return first
}
