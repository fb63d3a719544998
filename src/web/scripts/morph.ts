// Brings the page shown up to date with the same page as it is now, and keeps what its person does there: what is
// typed, what is opened, the focus, the place scrolled to.
import { Idiomorph } from 'idiomorph'

/** What a person changes. The page is the only one to know it. */
const owned = new Set(['value', 'checked', 'selected', 'open', 'data-state'])

export function morph(shown: Element, now: Element): void {
  const focused = document.activeElement
  for (const root of [shown, now]) nameParts(root)
  Idiomorph.morph(shown, [...now.childNodes], {
    morphStyle: 'innerHTML',
    callbacks: {
      beforeAttributeUpdated: (name) => !owned.has(name),
      // A notice of the form before is said once; it stays until its page is left.
      beforeNodeRemoved: (node) => !(node instanceof Element && node.id === 'notice'),
    },
  })
  // The focus never falls to the start of the document when its button is gone.
  if (focused !== document.body && !focused?.isConnected) focusOn(shown)
}

/** Forms and links get an id from where they lead: no button or row turns into another one under the finger. */
function nameParts(root: Element): void {
  const used = new Set([...root.querySelectorAll('[id]')].map(({ id }) => id))
  for (const part of root.querySelectorAll('form:not([id]), a[href]:not([id])')) {
    const id = `to ${part.getAttribute('action') ?? part.getAttribute('href')}`
    if (!used.has(id)) part.id = id
    used.add(id)
  }
}

function focusOn(part: Element): void {
  if (!(part instanceof HTMLElement)) return
  part.tabIndex = -1
  part.focus({ preventScroll: true })
}
