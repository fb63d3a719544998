// Loads the page shown once more, and brings it up to date: the server is the one that writes pages.
import { morph } from './morph.ts'

/** Whether the page is up to date now. `isWanted`: asked once more before anything is changed. */
export async function showAgain(isWanted: () => boolean = () => true): Promise<boolean> {
  const now = await loadAgain()
  if (now === null || !isWanted()) return false
  for (const part of ['main', 'footer']) {
    const [shown, next] = [document.querySelector(part), now.querySelector(part)]
    if (shown !== null && next !== null) morph(shown, next)
  }
  document.title = now.title
  return true
}

/** The line of a page that follows changes; null when it follows none. */
export function liveLine(root: ParentNode = document): HTMLElement | null {
  return root.querySelector<HTMLElement>('[data-live]')
}

/** The page as it is now; null when it cannot be had, or is another one by now, such as the one to sign in. */
async function loadAgain(): Promise<Document | null> {
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const isSame = streamOf(page) === streamOf(document) && (response.ok || liveLine(page) !== null)
    return isSame ? page : null
  } catch {
    return null
  }
}

function streamOf(page: Document): string | undefined {
  return liveLine(page)?.dataset['live']?.replace(/after=\d+/, '')
}
