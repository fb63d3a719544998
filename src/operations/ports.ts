// What the operations context needs from outside.
import type { ActsRpc } from '../contract/audit.ts'
import { mayCall } from '../contract/authorization.ts'
import type { Caller } from '../contract/caller.ts'
import { told } from '../contract/language.ts'
import { type Result, refused } from '../contract/result.ts'
import type { Subscriber } from '../contract/routing.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'

/** A queue of a subscriber, as orders fill it. */
export type EventQueue = { sendBatch(messages: { body: unknown }[]): Promise<unknown> }

export type OperationsPorts = {
  database: Database
  /** An order's messages have one of them: see `queueFor`. */
  queues: Partial<Record<Subscriber, readonly EventQueue[]>>
  now: () => number
  newId: () => string
  /** The contexts that record acts of their own, by name. */
  sources: Readonly<Record<string, ActsRpc>>
  log: Log
}

/** The refusal of a caller who is not of ops; null for one who is. */
export function refusalFor(caller: Caller): (Result<never> & { ok: false }) | null {
  return mayCall(caller.role, 'listDeadLetters') ? null : forbidden
}

const forbidden = refused({
  code: 'forbidden',
  ...told({ en: 'This is for those who run the shop.', ko: '운영자만 사용할 수 있습니다.' }),
})
