// The worklist as the staff see it: tabs with counts, the search, the orders, and the form that hands many over.
import type { Caller } from '../contract/caller.ts'
import { shortNumber } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import { orderStatuses } from '../contract/order.ts'
import type { Page as ListPage, WorklistRow } from '../contract/rpc.ts'
import { searchLengthMax } from '../contract/text.ts'
import { Badge, Notice, Price, When } from '../web/components.tsx'
import { goodsOf } from '../web/goods.ts'
import { shownTo } from '../web/links.ts'
import { attentionWord, StatusBadge, statusWord } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import { Table } from '../web/table.tsx'
import type { Outcome } from './bulk.ts'
import { refusalText } from './refusal-text.ts'
import { type Counts, countMax } from './store.ts'
import { addressOf, isNewestFirst, type Shown, tabs } from './tabs.ts'
import { texts } from './texts.ts'

export type ListView = {
  shown: Shown
  page: ListPage<WorklistRow>
  counts: Counts
  /** What became of the orders of the last form. */
  outcomes: readonly Outcome[]
  /** Why the last form was refused as a whole. */
  error: string | null
}

export function worklistPage(caller: Caller, view: ListView): Page {
  const { shown, page, counts, outcomes, error } = view
  const { items, cursor } = page
  const t = texts[readerOf(caller).language]
  const mayPack = caller.role === 'staff' && shown.search === null && shown.tab === 'toPack'
  const content = (
    <>
      <div class="head">
        <h1>{t.worklist}</h1>
      </div>
      {error !== null && <Notice tone="bad">{error}</Notice>}
      <Outcomes outcomes={outcomes} />
      <Search input={shown.search} />
      <Tabs shown={shown} counts={counts} />
      {items.length === 0 ? (
        <div class="card empty">
          <p>{t.empty[shown.search === null ? shown.tab : 'search']}</p>
        </div>
      ) : (
        <>
          <Orders items={items} caller={caller} mayPack={mayPack} />
          {mayPack && <PackForm />}
          <p class="between noprint">
            <a href={addressOf(shown, {}, '/admin/orders.csv')}>{t.download}</a>
            {cursor !== null && <a href={addressOf(shown, { cursor })}>{isNewestFirst(shown) ? t.older : t.newer}</a>}
          </p>
        </>
      )}
    </>
  )
  const title = shown.search === null ? t.worklist : t.found(shown.search)
  // What a form has led to stays until its reader leaves the page.
  const isAnswer = outcomes.length > 0 || error !== null
  return { title, content, ...shownTo(caller, '/admin'), ...(!isAnswer && { live: '/admin/live' }) }
}

/** A link to the order, by its number. */
export function OrderLink({ orderId }: { orderId: string }) {
  return (
    <a href={`/admin/orders/${orderId}`}>
      <code class="unbroken">{shortNumber(orderId)}</code>
    </a>
  )
}

export function AttentionBadge({ needsAttention }: Pick<WorklistRow, 'needsAttention'>) {
  const { language } = useReader()
  if (needsAttention === null) return null
  return <Badge tone="warn" text={texts[language].attention(attentionWord(needsAttention, language))} />
}

function Outcomes({ outcomes }: Pick<ListView, 'outcomes'>) {
  const reader = useReader()
  const t = texts[reader.language]
  const packed = outcomes.filter(({ result }) => result === 'packed').length
  const refused = outcomes.filter(({ result }) => result !== 'packed')
  return (
    <>
      {packed > 0 && <Notice tone="good">{t.packedCount(packed)}</Notice>}
      {refused.length > 0 && (
        <div class="notice bad" role="alert">
          <p>{t.refusedCount(refused.length)}</p>
          <ul>
            {refused.map(({ orderId, result }) => (
              <li>
                <OrderLink orderId={orderId} />
                {': '}
                {typeof result === 'string' ? t.unknownOutcome : refusalText(result, reader)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function Search({ input }: { input: string | null }) {
  const t = useTexts(texts)
  return (
    <search>
      <form method="get" action="/admin" class="row">
        <label class="unseen" for="q">
          {t.searchLabel}
        </label>
        <input
          id="q"
          name="q"
          type="search"
          value={input ?? ''}
          maxlength={2 * searchLengthMax}
          placeholder={t.searchLabel}
        />
        <button type="submit">{t.search}</button>
      </form>
      {input !== null && (
        <p class="between">
          <span>{t.found(input)}</span>
          <a href="/admin">{t.endSearch}</a>
        </p>
      )}
    </search>
  )
}

function Tabs({ shown, counts }: Pick<ListView, 'shown' | 'counts'>) {
  const { language } = useReader()
  const t = texts[language]
  const isCurrent = (is: boolean) => (is && shown.search === null ? 'true' : undefined)
  return (
    <>
      <nav class="chips" aria-label={t.ordersByWork}>
        {tabs.map((tab) => (
          <a href={addressOf({ tab, orderStatus: null, search: null })} aria-current={isCurrent(tab === shown.tab)}>
            {t.tabs[tab]}
            {tab !== 'all' && ` (${countText(counts[tab])})`}
          </a>
        ))}
      </nav>
      {shown.search === null && shown.tab === 'all' && (
        <nav class="chips" aria-label={t.ordersByStatus}>
          {[null, ...orderStatuses.filter((status) => status !== 'orderStarted')].map((orderStatus) => (
            <a
              href={addressOf({ tab: 'all', orderStatus, search: null })}
              aria-current={isCurrent(orderStatus === shown.orderStatus)}
            >
              {orderStatus === null ? t.tabs.all : statusWord(orderStatus, language)}
            </a>
          ))}
        </nav>
      )}
    </>
  )
}

function countText(count: number): string {
  return count < countMax ? String(count) : `${countMax - 1}+`
}

type OrdersProps = { items: readonly WorklistRow[]; caller: Caller; mayPack: boolean }

function Orders({ items, caller, mayPack }: OrdersProps) {
  const t = useTexts(texts)
  const columns = [
    ...(mayPack ? [{ text: t.choose }] : []),
    { text: t.number },
    { text: t.paid },
    { text: t.customer },
    { text: t.goods },
    { text: t.total, number: true },
    { text: t.status },
  ]
  const rows = items.map((row) => [
    ...(mayPack ? [<Choice row={row} caller={caller} />] : []),
    <OrderLink orderId={row.orderId} />,
    <When at={row.paidAt} />,
    row.customerName,
    goodsOf(row.lines, readerOf(caller).language),
    <Price of={row.total} />,
    <span class="badges">
      <StatusBadge orderStatus={row.orderStatus} /> <AttentionBadge needsAttention={row.needsAttention} />{' '}
      <ClaimBadge row={row} caller={caller} />
    </span>,
  ])
  return (
    <div class="card flush">
      <Table columns={columns} rows={rows} />
    </div>
  )
}

/** An order that another clerk has in hand is not offered. */
function Choice({ row, caller }: { row: WorklistRow; caller: Caller }) {
  const t = useTexts(texts)
  if (row.clerk && row.clerk.id !== caller.subject) return null
  const label = t.chooseOrder(shortNumber(row.orderId), row.customerName)
  return <input type="checkbox" form="pack" name="orderId" value={row.orderId} aria-label={label} />
}

function ClaimBadge({ row: { orderStatus, clerk }, caller }: { row: WorklistRow; caller: Caller }) {
  const t = useTexts(texts)
  if (!clerk || orderStatus !== 'payApproved') return null
  return <Badge text={clerk.id === caller.subject ? t.packingMyself : t.packing(clerk.name)} />
}

/** The boxes of the table belong to it. */
function PackForm() {
  const t = useTexts(texts)
  return (
    <form id="pack" method="post" action="/admin/take" class="card">
      <p class="soft small">{t.packHint}</p>
      <button type="submit">{t.packChosen}</button>
    </form>
  )
}
