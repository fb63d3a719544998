// Parameters, lists and problems as they come over the wire of Stripe's API.

export type Params = Record<string, string>
export type Thing = { id: string; created: number; metadata: Params } & Record<string, unknown>
export type Output = { status: number; body: unknown }
/** The cards that its element takes, by their tokens. */
export const elementCards: Readonly<Record<string, string>> = {
  ctoken_approved: 'pm_card_visa',
  ctoken_declined: 'pm_card_visa_chargeDeclinedInsufficientFunds',
  ctoken_asks: 'pm_card_authenticationRequired',
}

/** The newest first, as in every list of Stripe. */
export function list(rows: readonly Thing[], query: Params): Output {
  const gte = Number(query['created[gte]'] ?? 0)
  const lt = Number(query['created[lt]'] ?? Number.MAX_SAFE_INTEGER)
  const found = rows.filter(({ created }) => created >= gte && created < lt).reverse()
  const start =
    query['starting_after'] === undefined ? 0 : found.findIndex(({ id }) => id === query['starting_after']) + 1
  const limit = Number(query['limit'] ?? 10)
  return ok({ object: 'list', data: found.slice(start, start + limit), has_more: found.length > start + limit })
}

export function metadataIn(params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      const key = /^metadata\[(\w+)\]$/.exec(name)?.[1]
      return key === undefined ? [] : [[key, value]]
    }),
  )
}

export function numberIn(id: string): number {
  return Number(id.split('_')[1])
}

export function ok(body: unknown): Output {
  return { status: 200, body }
}

export function problem(status: number, type: string, code: string | null): Output {
  return { status, body: { error: { type, message: `${type} ${code}`, ...(code === null ? {} : { code }) } } }
}

export function json({ status, body }: Output, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'request-id': 'req_1', ...headers } })
}

/** By metadata, among the objects up to the number `last`. */
export function search(rows: readonly Thing[], { query = '' }: Params, last: number): Output {
  const [, field, value] = /^metadata\['(\w+)'\]:'([\w-]+)'$/.exec(query) ?? []
  if (field === undefined) return problem(400, 'invalid_request_error', null)
  const data = rows.filter(({ id, metadata }) => metadata[field] === value && numberIn(id) <= last)
  return ok({ object: 'search_result', data, has_more: false, next_page: null })
}
