// The shop's window: the front page with its search, and a page for each article. They open while identity is down.
import type { Caller } from '../../contract/caller.ts'
import { inLanguage, type Reader } from '../../contract/language.ts'
import type { Item } from '../../contract/rpc.ts'
import { searchLengthMax, shortened } from '../../contract/text.ts'
import { Notice, Price } from '../../web/components.tsx'
import { linksFor } from '../../web/links.ts'
import type { Page } from '../../web/page.tsx'
import { Picture } from '../../web/pictures.tsx'
import { useTexts } from '../../web/reader.ts'
import { texts } from './texts.ts'

/** The signed-in caller; null when nobody is signed in; undefined when identity does not answer. */
export type Visitor = Caller | null | undefined

/** `items` null: the catalog does not answer. `search`: what to look for, as it was typed. */
export function frontPage(visitor: Visitor, reader: Reader, items: readonly Item[] | null, search = ''): Page {
  const t = texts[reader.language]
  const inOwn = (shown: Item[]) => shown.map((item) => inLanguage(item, reader.language))
  const listed = items?.filter(({ isUnlisted }) => isUnlisted !== true) ?? []
  const content = (
    <>
      <div class="head">
        <h1>{t.heading}</h1>
        <p class="soft">{t.motto}</p>
      </div>
      {items === null ? (
        <Notice tone="warn">{t.shelfUnavailable}</Notice>
      ) : (
        <>
          <SearchForm search={search} />
          <Shelf items={inOwn(found(listed, search))} search={search} canOrder={canOrder(visitor)} />
        </>
      )}
    </>
  )
  const title = search === '' ? t.shop : t.searchTitle(shortened(search, 40))
  return visitedBy(visitor, reader, { title, content }, '/')
}

export function itemPage(visitor: Visitor, reader: Reader, stored: Item): Page {
  const t = texts[reader.language]
  const item = inLanguage(stored, reader.language)
  const content = (
    <>
      <p class="small">
        <a href="/">{t.all}</a>
      </p>
      <section class="card item">
        <Picture name={item.picture} />
        <div>
          <h1>{item.itemName}</h1>
          <p>{item.description}</p>
          <div class="between">
            <span class="price">
              <Price of={item.price} />
            </span>
            {canOrder(visitor) && (
              <a class="button" href={orderFormOf(item.itemId)}>
                {t.order}
              </a>
            )}
          </div>
        </div>
      </section>
    </>
  )
  return visitedBy(visitor, reader, { title: item.itemName, content })
}

function visitedBy(visitor: Visitor, reader: Reader, page: Pick<Page, 'title' | 'content'>, current = ''): Page {
  const links = linksFor(visitor?.role ?? null, reader.language, current)
  return { ...page, reader, links, ...(visitor !== undefined && { visitor: visitor?.name ?? null }) }
}

function canOrder(visitor: Visitor): boolean {
  return visitor === null || visitor?.role === 'customer'
}

/** Each word must stand somewhere in the name, the description or the category, in whichever language. */
export function found(items: readonly Item[], search: string): Item[] {
  const words = folded(search).split(/\s+/).filter(Boolean)
  return items.filter((item) => {
    const inEach = [item, ...Object.values(item.translations ?? {})]
    const text = folded(inEach.map((told) => `${told?.itemName} ${told?.description} ${told?.category}`).join(' '))
    return words.every((word) => text.includes(word))
  })
}

/** Letters alike in their forms and cases. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function SearchForm({ search }: { search: string }) {
  const t = useTexts(texts)
  return (
    <search>
      <form class="row" action="/" method="get">
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

function Shelf({ items, search, canOrder }: { items: readonly Item[]; search: string; canOrder: boolean }) {
  const t = useTexts(texts)
  if (items.length === 0) {
    return search === '' ? (
      <div class="card empty">
        <p>{t.emptyShelf}</p>
      </div>
    ) : (
      <div class="card empty">
        <p>{t.nothingFound(search)}</p>
        <p>
          <a href="/">{t.seeAll}</a>
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
  const t = useTexts(texts)
  return (
    <li class="card">
      <Picture name={item.picture} />
      <h3>
        <a href={`/shop/${encodeURIComponent(item.itemId)}`}>{item.itemName}</a>
      </h3>
      <p class="soft small">{item.description}</p>
      <div class="between">
        <span class="price">
          <Price of={item.price} />
        </span>
        {canOrder && (
          <a class="button quiet" href={orderFormOf(item.itemId)} aria-label={t.orderItem(item.itemName)}>
            {t.order}
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
