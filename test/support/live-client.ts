// A client of the live changes over a WebSocket: it keeps what it was sent, and goes on after the last of it.
import type { LiveFrame } from '../../src/contract/live.ts'

export type Closed = { code: number; reason: string }

export class LiveClient {
  readonly frames: LiveFrame[] = []
  readonly texts: string[] = []
  closed: Closed | null = null
  #socket: WebSocket | null = null
  readonly #address: string
  readonly #headers: Record<string, string>

  /** `origin` of the shop, as http. */
  constructor(origin: string, path: string, headers: Record<string, string>) {
    this.#address = `${origin.replace(/^http/, 'ws')}${path}`
    this.#headers = headers
  }

  /** The orders that were told, each with the seq that was shown. */
  get told(): { orderId: string; seq: number }[] {
    return this.frames.flatMap((frame) => (frame.event === 'order' ? [frame.order] : []))
  }

  get lastId(): string {
    return this.frames.at(-1)?.id ?? ''
  }

  /** Resolves when the socket is open; rejects when it is refused. */
  async open(): Promise<this> {
    const separator = this.#address.includes('?') ? '&' : '?'
    const address = this.lastId === '' ? this.#address : `${this.#address}${separator}since=${this.lastId}`
    // Node takes headers, too (undici); the type of the browsers' WebSocket knows of none.
    const options: { headers: Record<string, string> } = { headers: this.#headers }
    const socket: WebSocket = Reflect.construct(WebSocket, [address, options])
    this.#socket = socket
    this.closed = null
    socket.addEventListener('message', ({ data }) => {
      if (this.#socket !== socket) return
      this.texts.push(String(data))
      if (String(data).startsWith('{')) this.frames.push(JSON.parse(String(data)))
    })
    socket.addEventListener('close', ({ code, reason }) => {
      if (this.#socket === socket) this.closed = { code, reason }
    })
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve())
      socket.addEventListener('error', () => reject(new Error('the socket was refused')))
    })
    return this
  }

  /** It has been told to close, though the connection may still be there. */
  get isClosing(): boolean {
    return this.closed !== null || (this.#socket?.readyState ?? WebSocket.CLOSED) >= WebSocket.CLOSING
  }

  send(text: string): void {
    this.#socket?.send(text)
  }

  /** As when a connection breaks: what is still on its way is not seen any more. */
  cut(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }
}
