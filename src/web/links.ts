// The links of the top bar for each role, the same on every page.
import type { Caller, Role } from '../contract/caller.ts'
import { type Language, readerOf } from '../contract/language.ts'
import type { Page, PageLink } from './page.tsx'
import { texts } from './texts.ts'

/** The bar of a page for a signed-in caller, and how they read it. `current`: see linksFor. */
export function shownTo(caller: Caller, current = ''): Required<Pick<Page, 'reader' | 'links' | 'visitor'>> {
  const reader = readerOf(caller)
  return { reader, links: linksFor(caller.role, reader.language, current), visitor: caller.name }
}

/** `role` null: nobody is signed in. `current`: the address of the page; its own link is marked. */
export function linksFor(role: Role | null, language: Language, current = ''): PageLink[] {
  const t = texts[language]
  return [shop, ...placesOf(role)].map(({ href, name }) => ({ href, text: t[name], current: href === current }))
}

type Place = {
  href: string
  name: 'shop' | 'myOrders' | 'messages' | 'myData' | 'worklist' | 'deliveries' | 'figures' | 'deadLetters'
}

const shop: Place = { href: '/', name: 'shop' }
const myOrders: Place = { href: '/mypage', name: 'myOrders' }
const messages: Place = { href: '/mypage/messages', name: 'messages' }
const myData: Place = { href: '/mypage/data', name: 'myData' }
const storeMessages: Place = { href: '/admin/messages', name: 'messages' }
const worklist: Place = { href: '/admin', name: 'worklist' }
const deadLetters: Place = { href: '/ops/dead-letters', name: 'deadLetters' }
const deliveries: Place = { href: '/courier', name: 'deliveries' }
const figures: Place = { href: '/admin/analytics', name: 'figures' }

function placesOf(role: Role | null): Place[] {
  switch (role) {
    case null:
      return [myOrders]
    case 'customer':
      return [myOrders, messages, myData]
    case 'staff':
      return [worklist, deliveries, storeMessages, figures]
    case 'ops':
      return [worklist, storeMessages, figures, deadLetters]
    case 'courier':
      return [deliveries]
  }
}
