// The store of a payment: its state in memory and the rows in its object's storage. An outcome may be kept in memory
// during one call, so that it is written together with the result of that call.
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

  /** `unnamed`: the provider of attempts that earlier releases stored without its name. */
  constructor(storage: Storage, unnamed: string) {
    this.#storage = storage
    if (isUninitialized(storage)) return
    storage.transaction(() => migrate(storage))
    this.#state = readState(storage, unnamed)
  }

  get state(): PaymentState {
    return this.#state
  }

  /** Write these rows, and the held ones, in one transaction. False when there is nothing to write. */
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
   * Change the attempt in memory only, until the next write. Use it only for an outcome that can be looked up again:
   * after a crash before that write, the row still has the old status.
   */
  hold(attempt: Attempt): void {
    this.#held = mergeRows(this.#held, [attempt])
    this.#state = { ...this.#state, attempts: mergeRows(this.#state.attempts, [attempt]) }
  }
}
