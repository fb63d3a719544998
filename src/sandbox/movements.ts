// The sandbox's ledger for a period, page by page: one shard after the other.
import { type Answer, problem } from './answer.ts'
import { kindOf, type Position, shardCount } from './entry.ts'
import type { Ledger } from './ledger.ts'

type Page = ReturnType<Ledger['movements']>

export type MovementPorts = {
  ledger: (shard: number) => {
    movements(from: number, to: number, after: Position | null, now: number): Page | Promise<Page>
  }
}

/** `GET /movements?from=…&to=…&cursor=…`, times in epoch milliseconds; `next` is null on the last page. */
export async function movements(query: URLSearchParams, ports: MovementPorts, now: number): Promise<Answer> {
  const from = Number(query.get('from') ?? Number.NaN)
  const to = Number(query.get('to') ?? Number.NaN)
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
    return problem(400, 'time_required', 'Name a time, as ?from=…&to=… in milliseconds.', now)
  }
  const cursor = parseCursor(query.get('cursor') ?? '0:')
  if (cursor === null) return problem(400, 'cursor_invalid', 'That is no cursor.', now)
  const { shard, after } = cursor
  const { data, next } = await ports.ledger(shard).movements(from, to, after, now)
  return { status: 200, body: { data, next: nextCursor(shard, next) }, at: now, lost: false }
}

function nextCursor(shard: number, next: Position | null): string | null {
  if (next === null) return shard + 1 < shardCount ? `${shard + 1}:` : null
  return `${shard}:${next.settlesAt}.${next.kind}.${next.number}.${next.reference}`
}

function parseCursor(cursor: string): { shard: number; after: Position | null } | null {
  const pattern = /^([0-9]):(?:([0-9]{1,15})\.(charge|refund|dispute)\.([0-9]{1,9})\.([A-Za-z0-9_-]{1,64}))?$/
  const found = pattern.exec(cursor)
  if (found === null || Number(found[1]) >= shardCount) return null
  const [, shard, settlesAt, kind, number, reference] = found
  if (reference === undefined) return { shard: Number(shard), after: null }
  const position = { settlesAt: Number(settlesAt), number: Number(number), reference }
  return { shard: Number(shard), after: { ...position, kind: kindOf(kind) } }
}
