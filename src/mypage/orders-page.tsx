// The list of a customer's orders, with its search.
import type { Caller } from '../contract/caller.ts'
import { shortNumber } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import type { MyPageRow } from '../contract/mypage.ts'
import type { Page as ListPage } from '../contract/rpc.ts'
import { searchLengthMax } from '../contract/text.ts'
import { OrderNumber, Price, When } from '../web/components.tsx'
import { goodsOf } from '../web/goods.ts'
import { shownTo } from '../web/links.ts'
import { StatusBadge } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import { texts } from './texts.ts'

/** `isNewest`: the page of the newest orders, which follows changes; older orders change seldom. */
/** `search`: what was looked for; empty shows all. */
export function ordersPage(
  caller: Caller,
  { items, cursor }: ListPage<MyPageRow>,
  { isNewest = true, search = '' } = {},
): Page {
  const t = texts[readerOf(caller).language]
  const content = (
    <>
      <div class="head">
        <h1>{t.myOrders}</h1>
        <a class="button push" href="/">
          {t.order}
        </a>
      </div>
      <OrderSearch search={search} />
      {items.length === 0 ? <NoOrders search={search} /> : <OrderList items={items} />}
      {cursor !== null && (
        <p>
          <a href={`/mypage?${new URLSearchParams({ cursor })}`}>{t.older}</a>
        </p>
      )}
    </>
  )
  const live = isNewest ? { live: '/mypage/live' } : {}
  return { title: t.myOrders, content, ...shownTo(caller, '/mypage'), ...live }
}

/** By number or by article, among the newest of a customer. */
function OrderSearch({ search }: { search: string }) {
  const t = useTexts(texts)
  return (
    <search>
      <form class="row" action="/mypage" method="get">
        <label class="unseen" for="q">
          {t.searchLabel}
        </label>
        <input id="q" name="q" type="search" value={search} placeholder={t.searchLabel} maxlength={searchLengthMax} />
        <button type="submit" class="quiet">
          {t.search}
        </button>
      </form>
    </search>
  )
}

function NoOrders({ search }: { search: string }) {
  const t = useTexts(texts)
  if (search !== '') {
    return (
      <div class="card empty">
        <p>{t.nothingFound(search)}</p>
        <p>
          <a href="/mypage">{t.allOrders}</a>
        </p>
      </div>
    )
  }
  return (
    <div class="card empty">
      <p>{t.nothingOrdered}</p>
      <p>
        <a href="/">{t.seeShop}</a>
      </p>
    </div>
  )
}

function OrderList({ items }: { items: MyPageRow[] }) {
  const { language } = useReader()
  const t = texts[language]
  return (
    <ul class="list">
      {items.map(({ order, projectedAt }) => (
        <li class="card">
          <div class="between">
            <a class="goods" href={`/mypage/orders/${order.orderId}`}>
              {goodsOf(order.lines, language)}
            </a>
            <span class="price">
              <Price of={order.total} />
            </span>
          </div>
          <div class="between">
            <span class="soft small">
              <OrderNumber number={shortNumber(order.orderId)} /> · {t.ordered} <When at={order.placedAt} />
              {` · ${t.asOf} `}
              <When at={projectedAt} />
            </span>
            <StatusBadge orderStatus={order.orderStatus} />
          </div>
        </li>
      ))}
    </ul>
  )
}
