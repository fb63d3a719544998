// The tabs of the worklist: what each of them lists, and their addresses.
import { type OrderStatus, orderStatuses } from '../contract/order.ts'
import { searchLengthMax, shortened } from '../contract/text.ts'
import type { Selection } from './store.ts'
import type { Listed } from './worklist.ts'

export const tabs = ['toPack', 'needsAttention', 'refundsStuck', 'onTheRoad', 'all'] as const
export type Tab = (typeof tabs)[number]

/** What a worklist page shows. A search looks at all orders; `orderStatus` is of the tab `all`. */
export type Shown = { tab: Tab; orderStatus: OrderStatus | null; search: string | null }

/** By the query of an address. What it does not know is ignored. `needsAttention` is in bookmarks of older releases. */
export function shownIn(query: Record<string, string>): Shown {
  const search = shortened((query['q'] ?? '').trim(), searchLengthMax)
  const orderStatus = orderStatuses.find((status) => status === query['orderStatus']) ?? null
  const named = tabs.find((tab) => tab === query['tab']) ?? null
  const older = query['needsAttention'] === 'true' ? 'needsAttention' : orderStatus === null ? 'toPack' : 'all'
  const tab = named ?? older
  return { tab, orderStatus: tab === 'all' ? orderStatus : null, search: search === '' ? null : search }
}

export function addressOf({ tab, orderStatus, search }: Shown, more: Record<string, string> = {}, path = '/admin') {
  const place =
    search === null ? { ...(tab !== 'toPack' && { tab }), ...(orderStatus && { orderStatus }) } : { q: search }
  const query = new URLSearchParams({ ...place, ...more }).toString()
  return query === '' ? path : `${path}?${query}`
}

export function listedOf({ tab, orderStatus, search }: Shown): Listed {
  if (search !== null) return { search }
  if (tab === 'all') return { selection: { ...selections.all, statuses: orderStatus && [orderStatus] } }
  return { selection: selections[tab] }
}

/** What waits is listed with the oldest first, everything with the newest. */
export function isNewestFirst({ tab, search }: Shown): boolean {
  return search !== null || selections[tab].order === 'newestFirst'
}

const selections: Record<Tab, Selection> = {
  toPack: { statuses: ['payApproved'], flagged: 'any', order: 'oldestFirst' },
  needsAttention: { statuses: null, flagged: 'only', order: 'oldestFirst' },
  refundsStuck: { statuses: null, flagged: 'notRefunded', order: 'oldestFirst' },
  onTheRoad: { statuses: ['orderTaken', 'deliveryStarted'], flagged: 'any', order: 'oldestFirst' },
  all: { statuses: null, flagged: 'any', order: 'newestFirst' },
}
