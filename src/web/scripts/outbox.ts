// Keeps a form that is pressed without a connection, and sends it once there is one: in the order of the presses, each
// under a key of its own, so that what arrived and was not answered is not done twice.
import { morph } from './morph.ts'
import { showAgain } from './show.ts'

/** A form that waits. `account`: whose it is. `refusal`: why it was not accepted, until its person has read it. */
type Kept = { id: string; account: string; action: string; body: string; label: string; refusal: string | null }

const storageName = 'outbox'
const answerMsMax = 20_000
const retryMs = 15_000

export function keepForms(): void {
  if (textsOf(document) === null) return
  document.addEventListener('submit', keep, true)
  for (const event of ['online', 'pageshow']) window.addEventListener(event, retry)
  document.addEventListener('visibilitychange', retry)
  // The connection may be back without the browser's notice.
  setInterval(retry, retryMs)
  show()
}

/** Before any other listener: the browser does not send the form itself. */
function keep(event: SubmitEvent): void {
  const form = event.target
  const account = textsOf(document)?.['outboxOf']
  if (!(form instanceof HTMLFormElement) || form.dataset['outbox'] === undefined || account === undefined) return
  const id = crypto.randomUUID()
  const fields = [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
  const body = String(new URLSearchParams({ ...Object.fromEntries(fields), key: id, isKept: '' }))
  const { pathname, search } = new URL(form.action)
  write([...read(), { id, account, action: pathname + search, body, label: form.dataset['outbox'], refusal: null }])
  // Only now: where nothing can be kept, the browser sends the form itself.
  event.preventDefault()
  show()
  void navigator.locks.request('outbox', send)
}

/** One page of the browser sends at a time. */
function retry(): void {
  if (waiting().length === 0) return
  void navigator.locks.request('outbox', { ifAvailable: true }, (lock) => (lock === null ? undefined : send()))
}

async function send(): Promise<void> {
  let isAnyDone = false
  for (let next = waiting()[0]; next !== undefined && !document.hidden; next = waiting()[0]) {
    const answer = await post(next)
    if (answer === null) break
    const { page, refusal } = answer
    const isShown = pageOf(next.action) === pageOf(location.pathname)
    const others = read().filter(({ id }) => id !== next.id)
    write(refusal === null || isShown ? others : [{ ...next, refusal }, ...others])
    if (isShown) showAnswer(page)
    else isAnyDone ||= refusal === null
  }
  if (isAnyDone) await showAgain()
  show()
}

/** The server's answer; null when there is none yet, or when nobody or somebody else is signed in. */
async function post({ action, body, account }: Kept): Promise<{ page: Document; refusal: string | null } | null> {
  try {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
    const signal = AbortSignal.timeout(answerMsMax)
    const response = await fetch(action, { method: 'POST', headers, body, signal })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    if (response.status >= 500 || response.status === 429) return null
    if (response.ok) return textsOf(page)?.['outboxOf'] === account ? { page, refusal: null } : null
    if (textsOf(page)?.['outboxOf'] !== account && response.status !== 404) return null
    return { page, refusal: page.querySelector('[role=alert]')?.textContent ?? page.title }
  } catch {
    return null
  }
}

/** The page as the server answers it, in place of the one shown. */
function showAnswer(page: Document): void {
  const [shown, now] = [document.querySelector('main'), page.querySelector('main')]
  if (shown === null || now === null) return
  morph(shown, now)
  document.title = page.title
  const notice = shown.querySelector<HTMLElement>('#notice')
  if (notice === null) return
  notice.tabIndex = -1
  notice.focus()
}

/** What waits and what was refused, above the page; a form that waits is not pressed again. */
function show(): void {
  const texts = textsOf(document)
  if (texts === null) return
  const kept = read().filter(({ account }) => account === texts['outboxOf'])
  const place = document.getElementById('outbox') ?? newPlace()
  place.replaceChildren()
  const waits = kept.filter(({ refusal }) => refusal === null)
  const refused = kept.filter(({ refusal }) => refusal !== null)
  if (waits.length > 0) place.append(notice('warn', `${texts['waits']} ${waits.map(({ label }) => label).join('; ')}`))
  for (const { id, label, refusal } of refused) {
    const line = notice('bad', `${texts['refused']} ${label}. ${refusal} `)
    line.append(button(texts['dismiss'] ?? '', () => write(read().filter((other) => other.id !== id))))
    place.append(line)
  }
  const actions = new Set(waits.map(({ action }) => action))
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-outbox]')) {
    const { pathname, search } = new URL(form.action)
    form.inert = actions.has(pathname + search)
  }
}

function newPlace(): HTMLElement {
  const place = document.createElement('div')
  place.id = 'outbox'
  place.setAttribute('role', 'status')
  document.querySelector('main')?.before(place)
  return place
}

function notice(tone: string, text: string): HTMLElement {
  const line = document.createElement('p')
  line.className = `notice ${tone}`
  line.textContent = text
  return line
}

function button(text: string, press: () => void): HTMLElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'quiet'
  made.textContent = text
  made.addEventListener('click', () => {
    press()
    show()
  })
  return made
}

function waiting(): Kept[] {
  const account = textsOf(document)?.['outboxOf']
  return read().filter((kept) => kept.refusal === null && kept.account === account)
}

/** The page that a form's address belongs to. */
function pageOf(address: string): string {
  return /^\/courier\/deliveries\/\w+/.exec(address)?.[0] ?? address
}

function textsOf(page: Document): DOMStringMap | null {
  return page.querySelector<HTMLElement>('[data-outbox-of]')?.dataset ?? null
}

function read(): Kept[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageName) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isKept) : []
  } catch {
    return []
  }
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'id' in value && 'action' in value && 'body' in value
}

function write(kept: readonly Kept[]): void {
  localStorage.setItem(storageName, JSON.stringify(kept))
}
