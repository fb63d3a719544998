// The state machine of an order, printed as a table from `decide` over every situation × command.
import { record } from '../../src/actor/event-log.ts'
import type { CommandMeta } from '../../src/contract/commands.ts'
import type { OrderEvent } from '../../src/contract/events.ts'
import { decide } from '../../src/order/decide.ts'
import { evolve } from '../../src/order/evolve.ts'
import type { OrderState } from '../../src/order/state.ts'
import { author, commands, noon, situations, tell, variants } from './orders.ts'

const meta: CommandMeta = { by: author, causationId: 'table' }

/** Whether the situation of this name is one of a canceled order. */
export function isCanceled(name: string): boolean {
  return /^(orderCanceled|cancelOrderTaken|payCanceled)/.test(name)
}

/** Whether it is one of an order that is paid, and stands. */
export function isPaid(name: string): boolean {
  return /^(payApproved|orderTaken|delivery)/.test(name)
}

/** Whether it is one of an order that was canceled during its delivery. */
export function isRecalled(name: string): boolean {
  return isCanceled(name) && /(delivery started|recalled)/.test(name)
}

/** The rows of each situation whose name is wanted. */
export function table(isWanted: (name: string) => boolean): string {
  return Object.entries(situations)
    .filter(([name]) => isWanted(name))
    .map(([name, story]) => `${name}\n${rows(tell(...story).state).join('\n')}`)
    .join('\n\n')
}

/** Of each variant, the rows that differ from the situation that it is found in. */
export function differences(): string {
  return Object.entries(variants)
    .map(([name, { within, story }]) => {
      const usual = rows(tell(...(situations[within] ?? [])).state)
      const others = rows(tell(...story).state).filter((row) => !usual.includes(row))
      return [name, ...others].join('\n')
    })
    .join('\n')
}

function rows(state: OrderState): string[] {
  return Object.values(commands).map((command) => {
    const decision = decide(state, command, author)
    const answer = decision.ok ? accepted(state, decision.events) : `! ${decision.rejection.code}`
    return `  ${command.type.padEnd(27)} ${answer}`
  })
}

/** `=` when nothing is recorded; else the events, and the status after them. */
function accepted(state: OrderState, events: OrderEvent[]): string {
  if (events.length === 0) return '='
  const after = record(events, state.seq, '', noon, meta).reduce(evolve, state)
  return `${events.map((event) => event.type).join(', ')} -> ${after.status}`
}
