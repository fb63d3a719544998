// The links of the top bar for each role, the same on every page.
import type { Role } from '../contract/caller.ts'
import type { PageLink } from './page.tsx'

/** `role` null: nobody is signed in. `current`: the address of the page; its own link is marked. */
export function linksFor(role: Role | null, current = ''): PageLink[] {
  return [shop, ...placesOf(role)].map((link) => ({ ...link, current: link.href === current }))
}

const shop = { href: '/', text: 'Shop' }
const worklist = { href: '/admin', text: 'Worklist' }
const deliveries = { href: '/courier', text: 'Deliveries' }

function placesOf(role: Role | null): PageLink[] {
  switch (role) {
    case null:
    case 'customer':
      return [{ href: '/mypage', text: 'My orders' }]
    case 'staff':
      return [worklist, deliveries]
    case 'ops':
      return [worklist]
    case 'courier':
      return [deliveries]
  }
}
