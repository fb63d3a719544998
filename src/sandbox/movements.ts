// The sandbox's whole books for a time, page by page: the register says which ledgers to open.
import { type Answer, problem } from './ledger.ts'
import { partsCount } from './register.ts'

export type MovementPorts = {
  ledger: (reference: string) => { moved(now: number): Promise<{ charges: Moved[]; refunds: Moved[] }> }
  register: (part: number) => {
    page(from: number, to: number, after: string): Promise<{ references: string[]; isLast: boolean }>
  }
}

type Moved = { id: string; amount: number; currency: string; at: number }

/** `GET /movements?from=…&to=…&cursor=…`, times in epoch milliseconds; `next` is null on the last page. */
export async function movements(query: URLSearchParams, ports: MovementPorts, now: number): Promise<Answer> {
  const from = Number(query.get('from') ?? Number.NaN)
  const to = Number(query.get('to') ?? Number.NaN)
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
    return problem(400, 'time_required', 'Name a time, as ?from=…&to=… in milliseconds.', now)
  }
  const [, digits, after] = /^([0-9]):([A-Za-z0-9_-]{0,64})$/.exec(query.get('cursor') ?? '0:') ?? []
  const part = Number(digits)
  if (after === undefined || part >= partsCount) return problem(400, 'cursor_invalid', 'That is no cursor.', now)
  const { references, isLast } = await ports.register(part).page(from, to, after)
  const data = (await Promise.all(references.map((reference) => of(reference, ports, now)))).flat()
  const next = isLast ? (part + 1 < partsCount ? `${part + 1}:` : null) : `${part}:${references.at(-1)}`
  const within = data.filter(({ at }) => at >= from && at < to)
  const body = { data: within.map((row) => ({ ...row, at: new Date(row.at).toISOString() })), next }
  return { status: 200, body, at: now, lost: false }
}

async function of(reference: string, { ledger }: MovementPorts, now: number) {
  const { charges, refunds } = await ledger(reference).moved(now)
  const movement =
    (kind: 'charge' | 'refund') =>
    ({ id, amount, currency, at }: Moved) => {
      return { kind, id, reference, amount, currency, at }
    }
  return [...charges.map(movement('charge')), ...refunds.map(movement('refund'))]
}
