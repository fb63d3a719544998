// The links in the bar on top: on every page the same, and for each role the places that it has something to do in.
import type { Role } from '../contract/caller.ts'
import type { PageLink } from './page.tsx'

/** `current` is the address of the page that the links stand on, where it is one of them. Null: nobody is signed in. */
export function linksFor(role: Role | null, current = ''): PageLink[] {
  return [shop, ...placesOf(role)].map((link) => ({ ...link, current: link.href === current }))
}

const shop = { href: '/', text: 'Shop' }

function placesOf(role: Role | null): PageLink[] {
  switch (role) {
    case null:
    case 'customer':
      return [{ href: '/mypage', text: 'My orders' }]
    case 'staff':
    case 'ops':
      return [{ href: '/admin', text: 'Worklist' }]
    case 'courier':
      return []
  }
}
