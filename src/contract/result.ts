// The result of a call: its value, or a refusal. Refusals are returned, faults are thrown.
import type { Rejection } from './rejections.ts'

export type Result<T> = { ok: true; value: T } | { ok: false; rejection: Rejection }

export function accepted<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function refused(rejection: Rejection): { ok: false; rejection: Rejection } {
  return { ok: false, rejection }
}
