// The switch of an outage: tells the breakable Workers whether they are down, silent, forget their messages, or get
// them at their last try.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Position } from '../breakable.ts'

const positions: readonly Position[] = ['up', 'down', 'silent', 'forgetful', 'lastTry']
let position: Position = 'up'
/** Messages that were acknowledged, by the queue's subscriber; `_2` behind it for its second consumer. */
export const acknowledged: Record<string, number> = {}

export class Switch extends WorkerEntrypoint {
  position(): Position {
    return position
  }

  acknowledged(queue: string, messages: number): void {
    const subscriber = queue
      .replace(/^homeappliance-/, '')
      .replace('-events', '')
      .replace('-', '_')
    acknowledged[subscriber] = (acknowledged[subscriber] ?? 0) + messages
  }
}

export function setSwitch(path: string): Response {
  const found = positions.find((one) => path === `/${one}`)
  if (found === undefined) return new Response(`the switch has no position ${path}`, { status: 404 })
  position = found
  return new Response(null, { status: 204 })
}
