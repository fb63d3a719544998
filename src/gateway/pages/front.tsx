// The front page: the catalog. It opens even while the catalog or identity is down.
import type { Caller } from '../../contract/caller.ts'
import { formatMoney } from '../../contract/money.ts'
import type { Item } from '../../contract/rpc.ts'
import { shortened } from '../../contract/text.ts'
import { Notice } from '../../web/components.tsx'
import { linksFor } from '../../web/links.ts'
import type { Page } from '../../web/page.tsx'

/** The signed-in caller; null when nobody is signed in; undefined when identity does not answer. */
export type Visitor = Caller | null | undefined

/** `items` null: the catalog does not answer. */
export function frontPage(visitor: Visitor, items: readonly Item[] | null): Page {
  const content = (
    <>
      <div class="head">
        <h1>Home appliances</h1>
        <p class="soft">Ordered in a minute, paid once, followed to your door.</p>
      </div>
      {items === null ? (
        <Notice tone="warn">The shelf is out of reach just now. Please look again in a moment.</Notice>
      ) : (
        <Shelf items={items} canOrder={visitor === null || visitor?.role === 'customer'} />
      )}
    </>
  )
  const page = { title: 'Shop', content, links: linksFor(visitor?.role ?? null, '/') }
  return visitor === undefined ? page : { ...page, visitor: visitor?.name ?? null }
}

function Shelf({ items, canOrder }: { items: readonly Item[]; canOrder: boolean }) {
  if (items.length === 0) {
    return (
      <div class="card empty">
        <p>The shelf is empty.</p>
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
      <h3>{item.itemName}</h3>
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
