// The decision on a command: its events, or a refusal.

import type { OrderEvent } from '../contract/events.ts'
import { type Text, told } from '../contract/language.ts'
import type { Rejection } from '../contract/rejections.ts'

/** The events that a command leads to (none for a repeat), or the reason why it is refused. */
export type Decision = { ok: true; events: OrderEvent[] } | { ok: false; rejection: Rejection }

export function events(...list: OrderEvent[]): Decision {
  return { ok: true, events: list }
}

export const unchanged: Decision = { ok: true, events: [] }

export function refuse(code: Rejection['code'], text: Text, field?: string): Decision {
  return { ok: false, rejection: { code, ...told(text), ...(field !== undefined && { field }) } }
}
