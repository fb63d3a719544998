// Virtual time: steps run one after the other, in an order that the seed alone decides. Nothing waits for a real clock.
import { createHash } from 'node:crypto'

export const runStart = Date.parse('2026-11-02T00:00:00.000Z')

const hashChunkLength = 50_000

type ScheduledStep = { at: number; serial: number; label: string; run: () => void }

/** An object that took part in a step and ends it: it commits, sets its alarm and sends its calls. */
export type Turn = { finish(): void }

export class Kernel {
  /** Epoch milliseconds. */
  now = runStart
  steps = 0
  readonly trace: string[] | null
  readonly #hash = createHash('sha256')
  /** Notes that are not hashed yet: hashing is faster in long pieces. */
  #unhashed = ''
  readonly #heap: ScheduledStep[] = []
  /** Steps still to come, and whether the run may end without them. */
  readonly #pending = new Map<number, 'due' | 'routine'>()
  #dueCount = 0
  readonly #turns = new Set<Turn>()
  #serial = 0

  constructor(keepTrace: boolean) {
    this.trace = keepTrace ? [] : null
  }

  /** Run something later. `cancel` takes the returned number. A run does not wait for steps that are only routine. */
  schedule(delayMs: number, label: string, run: () => void, kind: 'due' | 'routine' = 'due'): number {
    const step: ScheduledStep = { at: this.now + Math.max(0, Math.ceil(delayMs)), serial: ++this.#serial, label, run }
    push(this.#heap, step)
    this.#pending.set(step.serial, kind)
    if (kind === 'due') this.#dueCount++
    return step.serial
  }

  cancel(serial: number): void {
    if (this.#pending.get(serial) === 'due') this.#dueCount--
    this.#pending.delete(serial)
  }

  /** The turn is finished at the end of this step. */
  touch(turn: Turn): void {
    this.#turns.add(turn)
  }

  note(line: string): void {
    const text = `${String(this.now - runStart).padStart(9)} ${line}`
    this.#unhashed += `${text}\n`
    if (this.#unhashed.length > hashChunkLength) this.#hashNotes()
    this.trace?.push(text)
  }

  /**
   * Run until only routine steps are left, and until `notBefore` while there are any. False when there is no end.
   */
  async runUntilIdle(stepsMax: number, notBefore: number): Promise<boolean> {
    while (this.steps <= stepsMax) {
      if (this.#dueCount === 0 && this.now >= notBefore) return true
      if (!this.#begin(Number.POSITIVE_INFINITY)) return true
      await drained()
      this.#finishTurns()
    }
    return false
  }

  /** Run until an instant, whatever steps are left. False when there is no end. */
  async runUntil(instant: number, stepsMax: number): Promise<boolean> {
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

  /** Begin the next step; false when there is none until `instant`. */
  #begin(instant: number): boolean {
    for (;;) {
      const [next] = this.#heap
      if (next === undefined || next.at > instant) return false
      pop(this.#heap)
      if (!this.#pending.has(next.serial)) continue
      this.cancel(next.serial)
      this.steps++
      this.now = Math.max(this.now, next.at)
      if (next.label !== '') this.note(next.label)
      next.run()
      return true
    }
  }

  /** The hash of all notes: equal for equal runs. */
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

/** `process.nextTick` runs when no promise callback is left, and before any real event. */
function drained(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}

function isBefore(a: ScheduledStep, b: ScheduledStep): boolean {
  return a.at === b.at ? a.serial < b.serial : a.at < b.at
}

function push(heap: ScheduledStep[], step: ScheduledStep): void {
  let index = heap.push(step) - 1
  while (index > 0) {
    const parentIndex = (index - 1) >> 1
    const parent = heap[parentIndex]
    if (parent === undefined || !isBefore(step, parent)) break
    heap[index] = parent
    index = parentIndex
  }
  heap[index] = step
}

function pop(heap: ScheduledStep[]): ScheduledStep | undefined {
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
