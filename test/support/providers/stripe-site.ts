// Stripe as a browser meets it, beside the stand-in for its API: the script with its element in a frame, the page of
// the bank, and the hosted page (a Checkout Session).
import { type Api, openApi } from './http-api.ts'
import { StripeApi } from './stripe-api.ts'
import { elementCards } from './stripe-wire.ts'

type Session = Record<string, unknown> & { id: string; status: string; payment_intent: string | null }

export async function openStripeSite() {
  const api = new StripeApi()
  const site = new StripeSite(api)
  const http = await openApi(site)
  api.site = `${http.origin}/site`
  return { api, http, scriptUrl: `${http.origin}/site/stripe.js` }
}

class StripeSite implements Api {
  readonly #api: StripeApi
  readonly #sessions = new Map<string, { key: string; session: Session; params: URLSearchParams }>()

  constructor(api: StripeApi) {
    this.#api = api
  }

  movesMoney(request: Request): boolean {
    return this.#api.movesMoney(request)
  }

  overloaded(): Response {
    return this.#api.overloaded()
  }

  async handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    const [, root = '', kind = '', id = ''] = pathname.split('/')
    if (pathname.startsWith('/v1/checkout/sessions')) return await this.#session(request, pathname)
    if (root !== 'site') return await this.#api.handle(request)
    const form = request.method === 'POST' ? new URLSearchParams(await request.text()) : null
    switch (kind) {
      case 'stripe.js':
        return new Response(script, { headers: { 'content-type': 'text/javascript' } })
      case 'element':
        return page(`<label>Card <select>${Object.keys(elementCards).map(optionOf)}</select></label>
          <script>addEventListener('message', ({ source }) =>
            source.postMessage(document.querySelector('select').value, '*'))</script>`)
      case 'bank':
        return this.#bank(id, form)
      default:
        return await this.#hosted(id, form)
    }
  }

  #bank(id: string, form: URLSearchParams | null): Response {
    if (form === null) return page(buttons('approve', 'refuse'))
    this.#api.decide(id, form.get('do') === 'approve')
    const intent = this.#api.intents.find((row) => row.id === id) as { next_action?: never } | undefined
    const { redirect_to_url: back } = (intent?.next_action ?? {}) as { redirect_to_url?: { return_url: string } }
    return Response.redirect(`${back?.return_url}?payment_intent=${id}&redirect_status=succeeded`, 303)
  }

  /** The intent of a session is made when its customer pays. */
  async #hosted(id: string, form: URLSearchParams | null): Promise<Response> {
    const known = [...this.#sessions.values()].find(({ session }) => session.id === id)
    if (known === undefined) return new Response(null, { status: 404 })
    const { session, params } = known
    if (form === null) return page(session.status === 'open' ? buttons('pay', 'go back') : 'This page has expired.')
    if (form.get('do') === 'pay' && session.status === 'open') {
      const currency = params.get('line_items[0][price_data][currency]') ?? ''
      const amount = params.get('line_items[0][price_data][unit_amount]') ?? ''
      const metadata = ['orderId', 'key'].map((name) => {
        return [`metadata[${name}]`, params.get(`payment_intent_data[metadata][${name}]`) ?? '']
      })
      const body = new URLSearchParams({ amount, currency, ...Object.fromEntries(metadata) })
      const opened = await this.#api.handle(new Request(`${this.#api.site}/../v1/payment_intents`, { ...asShop, body }))
      const { id: intent } = (await opened.json()) as { id: string }
      this.#api.decide(intent, true)
      Object.assign(session, { status: 'complete', payment_intent: intent })
    }
    return Response.redirect(params.get('success_url') ?? '', 303)
  }

  async #session(request: Request, path: string): Promise<Response> {
    const [, , , , id, verb] = path.split('/')
    const known = [...this.#sessions.values()].find(({ session }) => session.id === id)?.session
    if (id !== undefined) {
      if (verb === 'expire') {
        if (known?.status !== 'open')
          return Response.json({ error: { type: 'invalid_request_error' } }, { status: 400 })
        known.status = 'expired'
      }
      return Response.json(known)
    }
    const key = request.headers.get('idempotency-key') ?? ''
    const earlier = this.#sessions.get(key)
    if (earlier !== undefined) return Response.json(earlier.session)
    const number = this.#sessions.size + 1
    const own = { id: `cs_${number}`, status: 'open', payment_intent: null }
    const session = { object: 'checkout.session', ...own, url: `${this.#api.site}/hosted/${own.id}` }
    this.#sessions.set(key, { key, session: { ...session }, params: new URLSearchParams(await request.text()) })
    return Response.json(session)
  }
}

const asShop = { method: 'POST', headers: { authorization: 'Bearer sk_test_stand_in' } }

const script = `
  const site = new URL('.', document.currentScript.src)
  window.Stripe = (key, { locale }) => ({
    elements({ mode, amount, currency }) {
      if (key !== 'pk_test' || mode !== 'payment' || !(amount > 0) || !currency) throw new Error('wrong options')
      const frame = Object.assign(document.createElement('iframe'), { src: new URL('element', site), title: 'Card' })
      return { frame, create: () => ({ mount: (place) => place.append(frame) }), submit: async () => ({}) }
    },
    createConfirmationToken: ({ elements, params }) => new Promise((resolve) => {
      if (!params.return_url) throw new Error('no address to come back to')
      addEventListener('message', ({ data }) => resolve({ confirmationToken: { id: data } }), { once: true })
      elements.frame.contentWindow.postMessage('token', '*')
    }),
  })`

function page(body: string): Response {
  return new Response(`<!doctype html><html lang="en"><title>Stripe</title>${body}</html>`, {
    headers: { 'content-type': 'text/html' },
  })
}

function buttons(...names: string[]): string {
  const all = names.map((name) => `<button name="do" value="${name}">${name}</button>`)
  return `<form method="post">${all.join('')}</form>`
}

function optionOf(value: string): string {
  return `<option>${value}</option>`
}
