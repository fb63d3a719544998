// Follows the changes of the page shown: a stream tells that there is news, and the page is brought up to date. A
// hidden page holds no stream, and looks again when it is shown.
import { type Connection, connect, pauseBeforeNext } from './connection.ts'
import { liveLine, showAgain } from './show.ts'

/** A stream that was refused is tried again after 5 s, then after twice as long, up to a minute. */
const retryMsMin = 5000
const retryMsMax = 60_000
/** A stream ends now and then and comes back. Only a longer break is told. */
const offAfterMs = 4000

export function followChanges(): void {
  if (liveLine() === null) return
  let connection: Connection | null = null
  let wasOpened = false
  let retryMs = retryMsMin
  let timers: number[] = []
  let isLeaving = false
  const announce = announcer()
  const refresh = oneAtATime(async () => {
    const before = statusShown()
    if (!document.hidden && !isLeaving && (await showAgain(() => !isLeaving))) announce(before)
  })

  function close(): void {
    for (const timer of timers) clearTimeout(timer)
    timers = []
    connection?.close()
    connection = null
  }

  function open(): void {
    close()
    const address = liveLine()?.dataset['live']
    if (document.hidden || isLeaving || address === undefined) return
    connection = connect(address, { opened, changed: () => void refresh(), lost })
  }

  function opened(): void {
    for (const timer of timers) clearTimeout(timer)
    retryMs = retryMsMin
    wasOpened = true
    setState('on')
  }

  function lost(comesBack: boolean): void {
    timers.push(window.setTimeout(setState, offAfterMs, 'off'))
    if (comesBack) return
    timers.push(window.setTimeout(open, wasOpened ? pauseBeforeNext() : retryMs))
    if (!wasOpened) retryMs = Math.min(2 * retryMs, retryMsMax)
    wasOpened = false
  }

  function leave(): void {
    isLeaving = true
    close()
  }

  document.addEventListener('visibilitychange', open)
  // A form that the outbox sends leaves the page where it is.
  document.addEventListener('submit', (event) => event.defaultPrevented || leave())
  window.addEventListener('pagehide', leave)
  window.addEventListener('pageshow', () => {
    isLeaving = false
    open()
  })
  window.addEventListener('online', open)
  window.addEventListener('offline', () => setState('off'))
}

function setState(state: 'on' | 'off'): void {
  liveLine()?.setAttribute('data-state', state)
}

/** The status of the page's one thing. */
function statusShown(): string | null {
  return document.querySelector('main .head .badge')?.textContent ?? null
}

/** A place where a screen reader hears of the news when it is idle: one sentence, and not the page. */
function announcer(): (statusBefore: string | null) => void {
  const place = document.createElement('p')
  place.className = 'unseen'
  place.setAttribute('role', 'status')
  document.body.append(place)
  return (statusBefore) => {
    const status = statusShown()
    place.textContent = [liveLine()?.dataset['news'], status === statusBefore ? null : status].filter(Boolean).join(' ')
  }
}

/** While one run is under way, any number of further calls lead to one more. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let isRunning = false
  let isWanted = false
  return async () => {
    isWanted = true
    if (isRunning) return
    isRunning = true
    while (isWanted) {
      isWanted = false
      await run()
    }
    isRunning = false
  }
}
