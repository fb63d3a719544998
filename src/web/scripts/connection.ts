// A page's connection to the stream of its changes: a WebSocket where the stream has one, else server-sent events.

/** `lost`: `comesBack` when the connection tries again by itself. */
export type Listener = { opened: () => void; changed: () => void; lost: (comesBack: boolean) => void }
export type Connection = { close: () => void }

/** A proxy may cut a connection on which nothing comes, and neither side is told. */
const pingMs = 30_000
const pongMsMax = 10_000
/** Not all browsers come back at once. */
const backMs = 500
const backSpreadMs = 1500

/** After a socket was refused, the events are taken for so long. */
const withoutSocketsMs = 600_000

let socketsAgainAt = 0

/** The customers' streams have sockets; those of the store and the couriers are events alone. */
export function connect(address: string, listener: Listener): Connection {
  const hasSocket = address.startsWith('/mypage/') && Date.now() >= socketsAgainAt && 'WebSocket' in window
  return hasSocket ? bySocket(address, listener) : byEvents(address, listener)
}

function byEvents(address: string, { opened, changed, lost }: Listener): Connection {
  const source = new EventSource(address)
  source.onopen = opened
  source.addEventListener('change', changed)
  // The browser comes back by itself, but not to a stream that was refused.
  source.onerror = () => lost(source.readyState !== EventSource.CLOSED)
  return source
}

/** Whoever cannot open a socket, by a proxy or otherwise, has the events. */
function bySocket(address: string, listener: Listener): Connection {
  const url = new URL(address, location.href)
  const orderId = url.searchParams.get('order')
  url.protocol = url.protocol.replace('http', 'ws')
  const timers = new Set<number>()
  const later = (run: () => void, milliseconds: number) => timers.add(window.setTimeout(run, milliseconds))
  let isOpen = false
  let isAlive = true
  let next: Connection | null = null
  const socket = new WebSocket(url)

  function end(): void {
    for (const timer of timers) clearTimeout(timer)
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    next?.close()
  }

  function isLost(): void {
    end()
    if (!isOpen) {
      socketsAgainAt = Date.now() + withoutSocketsMs
      next = connect(address, listener)
      return
    }
    listener.lost(false)
  }

  function beat(): void {
    isAlive = false
    socket.send('ping')
    later(() => (isAlive ? later(beat, pingMs) : isLost()), pongMsMax)
  }

  socket.onopen = () => {
    isOpen = true
    later(beat, pingMs)
    listener.opened()
  }
  socket.onmessage = ({ data }) => {
    isAlive = true
    if (isNews(String(data), orderId)) listener.changed()
  }
  socket.onclose = isLost
  return { close: end }
}

/** A pause before a page connects again that was connected. */
export function pauseBeforeNext(): number {
  return backMs + Math.random() * backSpreadMs
}

function isNews(text: string, orderId: string | null): boolean {
  if (!text.startsWith('{')) return false
  const frame = JSON.parse(text)
  return frame.event === 'reset' || (frame.event === 'order' && (orderId === null || frame.order.orderId === orderId))
}
