// Toss Payments as a browser meets it, beside the stand-in for its API: the script with its widget in a frame, and the
// page of the bank, which leads back to the shop.
import { type Api, openApi } from './http-api.ts'
import { TossApi } from './toss-api.ts'

export async function openTossSite() {
  const api = new TossApi()
  const http = await openApi(new TossSite(api))
  return { api, http, scriptUrl: `${http.origin}/site/toss.js` }
}

class TossSite implements Api {
  readonly #api: TossApi

  constructor(api: TossApi) {
    this.#api = api
  }

  movesMoney(request: Request): boolean {
    return this.#api.movesMoney(request)
  }

  overloaded(): Response {
    return this.#api.overloaded()
  }

  async handle(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    switch (pathname) {
      case '/site/toss.js':
        return new Response(script, { headers: { 'content-type': 'text/javascript' } })
      case '/site/methods':
        return page('<p>Card, transfer</p>')
      case '/site/bank':
        return request.method === 'POST' ? this.#decide(await request.text(), searchParams) : page(buttons)
      default:
        return await this.#api.handle(request)
    }
  }

  #decide(form: string, query: URLSearchParams): Response {
    const [orderId = '', amount = '', successUrl = '', failUrl = ''] = [
      'orderId',
      'amount',
      'successUrl',
      'failUrl',
    ].map((name) => query.get(name) ?? '')
    const decision = new URLSearchParams(form).get('do')
    if (decision === 'cancel') {
      const fault = { code: 'PAY_PROCESS_CANCELED', message: 'canceled', orderId }
      return Response.redirect(`${failUrl}?${new URLSearchParams(fault)}`, 303)
    }
    const kind = decision === 'decline' ? 'declined' : 'approved'
    const paymentKey = this.#api.pay(kind, orderId, Number(amount), query.get('paymentKey') ?? undefined)
    const told = decision === 'cheat' ? '1' : amount
    return Response.redirect(`${successUrl}?${new URLSearchParams({ paymentKey, orderId, amount: told })}`, 303)
  }
}

const buttons = `<form method="post">${['approve', 'decline', 'cancel', 'cheat']
  .map((name) => `<button name="do" value="${name}">${name}</button>`)
  .join('')}</form>`

const script = `
  const site = new URL('.', document.currentScript.src)
  window.TossPayments = Object.assign((clientKey) => ({
    widgets({ customerKey }) {
      if (clientKey !== 'test_gck' || customerKey !== 'ANONYMOUS') throw new Error('wrong keys')
      let amount
      return {
        setAmount: async (money) => { amount = money },
        async renderPaymentMethods({ selector }) {
          const facts = { src: new URL('methods', site), title: 'Toss' }
          const frame = Object.assign(document.createElement('iframe'), facts)
          document.querySelector(selector).append(frame)
        },
        renderAgreement: async () => {},
        async requestPayment({ orderId, orderName, successUrl, failUrl }) {
          if (amount.currency !== 'KRW' || !orderName) throw new Error('wrong payment')
          const query = new URLSearchParams({ orderId, amount: amount.value, successUrl, failUrl })
          location.assign(new URL('bank?' + query, site))
        },
      }
    },
  }), { ANONYMOUS: 'ANONYMOUS' })`

function page(body: string): Response {
  return new Response(`<!doctype html><html lang="en"><title>Toss</title>${body}</html>`, {
    headers: { 'content-type': 'text/html' },
  })
}
