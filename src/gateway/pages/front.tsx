// The shop's window: the front page with its search, and a page for each article. They open while identity is down.
import type { Caller } from '../../contract/caller.ts'
import { formatMoney } from '../../contract/money.ts'
import type { Item } from '../../contract/rpc.ts'
import { shortened } from '../../contract/text.ts'
import { Notice } from '../../web/components.tsx'
import { linksFor } from '../../web/links.ts'
import type { Page } from '../../web/page.tsx'
import { Picture } from '../../web/pictures.tsx'

/** The signed-in caller; null when nobody is signed in; undefined when identity does not answer. */
export type Visitor = Caller | null | undefined

/** `items` null: the catalog does not answer. `search`: what to look for, as it was typed. */
export function frontPage(visitor: Visitor, items: readonly Item[] | null, search = ''): Page {
  const listed = items?.filter(({ isUnlisted }) => isUnlisted !== true) ?? []
  const content = (
    <>
      <div class="head">
        <h1>Home appliances</h1>
        <p class="soft">Ordered in a minute, paid once, followed to your door.</p>
      </div>
      {items === null ? (
        <Notice tone="warn">The shelf is out of reach just now. Please look again in a moment.</Notice>
      ) : (
        <>
          <SearchForm search={search} />
          <Shelf items={found(listed, search)} search={search} canOrder={canOrder(visitor)} />
        </>
      )}
    </>
  )
  const title = search === '' ? 'Shop' : `Search: ${shortened(search, 40)}`
  return visitedBy(visitor, { title, content, links: linksFor(visitor?.role ?? null, '/') })
}

export function itemPage(visitor: Visitor, item: Item): Page {
  const content = (
    <>
      <p class="small">
        <a href="/">All appliances</a>
      </p>
      <section class="card item">
        <Picture name={item.picture} />
        <div>
          <h1>{item.itemName}</h1>
          <p>{item.description}</p>
          <div class="between">
            <span class="price">{formatMoney(item.price)}</span>
            {canOrder(visitor) && (
              <a class="button" href={orderFormOf(item.itemId)}>
                Order
              </a>
            )}
          </div>
        </div>
      </section>
    </>
  )
  return visitedBy(visitor, { title: item.itemName, content, links: linksFor(visitor?.role ?? null) })
}

function visitedBy(visitor: Visitor, page: Page): Page {
  return visitor === undefined ? page : { ...page, visitor: visitor?.name ?? null }
}

function canOrder(visitor: Visitor): boolean {
  return visitor === null || visitor?.role === 'customer'
}

/** Each word must stand somewhere in the name, the description or the category. */
export function found(items: readonly Item[], search: string): Item[] {
  const words = folded(search).split(/\s+/).filter(Boolean)
  return items.filter(({ itemName, description, category }) => {
    const text = folded(`${itemName} ${description} ${category}`)
    return words.every((word) => text.includes(word))
  })
}

/** Letters alike in their forms and cases. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function SearchForm({ search }: { search: string }) {
  return (
    <search>
      <form class="row" action="/" method="get">
        <label class="unseen" for="q">
          Search the shop
        </label>
        <input id="q" name="q" type="search" value={search} placeholder="Search the shop" maxlength={searchLengthMax} />
        <button type="submit" class="quiet">
          Search
        </button>
      </form>
    </search>
  )
}

export const searchLengthMax = 100

function Shelf({ items, search, canOrder }: { items: readonly Item[]; search: string; canOrder: boolean }) {
  if (items.length === 0) {
    return search === '' ? (
      <div class="card empty">
        <p>The shelf is empty.</p>
      </div>
    ) : (
      <div class="card empty">
        <p>{`Nothing in the shop matches “${search}”.`}</p>
        <p>
          <a href="/">See everything</a>
        </p>
      </div>
    )
  }
  return [...new Set(items.map((item) => item.category))].map((category) => (
    <section>
      <h2>{capitalized(category)}</h2>
      <ul class="shelf">
        {items
          .filter((item) => item.category === category)
          .map((item) => (
            <ShelfItem item={item} canOrder={canOrder} />
          ))}
      </ul>
    </section>
  ))
}

function ShelfItem({ item, canOrder }: { item: Item; canOrder: boolean }) {
  return (
    <li class="card">
      <Picture name={item.picture} />
      <h3>
        <a href={`/shop/${encodeURIComponent(item.itemId)}`}>{item.itemName}</a>
      </h3>
      <p class="soft small">{item.description}</p>
      <div class="between">
        <span class="price">{formatMoney(item.price)}</span>
        {canOrder && (
          <a class="button quiet" href={orderFormOf(item.itemId)} aria-label={`Order: ${item.itemName}`}>
            Order
          </a>
        )}
      </div>
    </li>
  )
}

export function orderFormOf(itemId: string): string {
  return `/mypage/new?${new URLSearchParams({ itemId })}`
}

function capitalized(text: string): string {
  const first = shortened(text, 1)
  return first.toUpperCase() + text.slice(first.length)
}
