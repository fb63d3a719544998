// A payment's books in memory over the rows in its object's storage. An outcome may be held back in memory for as long
// as one call takes, so that it is written together with what becomes of the call.
import { isUninitialized } from '../../platform/schema.ts'
import type { Storage } from '../../platform/storage.ts'
import type { Attempt } from '../domain/attempt.ts'
import { mergeRows, type PaymentState } from '../domain/payment-state.ts'
import type { Refund } from '../domain/refund.ts'
import { readState, writeAttempt, writeRefund } from './rows.ts'
import { create, migrate } from './schema.ts'

export type Rows = { attempts?: readonly Attempt[]; refunds?: readonly Refund[] }

export class PaymentStore {
  readonly #storage: Storage
  #state: PaymentState = { attempts: [], refunds: [] }
  #held: readonly Attempt[] = []

  constructor(storage: Storage) {
    this.#storage = storage
    if (isUninitialized(storage)) return
    storage.transaction(() => migrate(storage))
    this.#state = readState(storage)
  }

  get state(): PaymentState {
    return this.#state
  }

  /** Write these rows, and what is held back, in one transaction. False when there is nothing to write. */
  write({ attempts = [], refunds = [] }: Rows): boolean {
    const changed = mergeRows(this.#held, attempts)
    if (changed.length + refunds.length === 0) return false
    const storage = this.#storage
    storage.transaction(() => {
      if (isUninitialized(storage)) create(storage)
      for (const attempt of changed) writeAttempt(storage, attempt)
      for (const refund of refunds) writeRefund(storage, refund)
    })
    this.#held = []
    this.#state = {
      attempts: mergeRows(this.#state.attempts, attempts),
      refunds: mergeRows(this.#state.refunds, refunds),
    }
    return true
  }

  /**
   * Change the attempt in memory alone, until the next write. Only for what is found out again when this life ends
   * before that: the row still says what was there before.
   */
  hold(attempt: Attempt): void {
    this.#held = mergeRows(this.#held, [attempt])
    this.#state = { ...this.#state, attempts: mergeRows(this.#state.attempts, [attempt]) }
  }
}
