// A browser by HTTP alone: keeps cookies, sends its origin with each form, and follows a redirect only when asked.
import { demoAccounts } from '../../scripts/demo/accounts.ts'

type Account = keyof typeof demoAccounts

export type Visitor = {
  get(address: string): Promise<Response>
  post(address: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>
  cookies: Map<string, string>
}

/** `send` reaches the site; by default over HTTP. Only addresses of `origin` get its cookies. */
export function visitor(origin: string, send: (request: Request) => Promise<Response> = (r) => fetch(r)): Visitor {
  const cookies = new Map<string, string>()
  async function go(address: string, init: RequestInit, headers: Record<string, string>): Promise<Response> {
    const url = new URL(address, origin)
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const own = url.origin === origin && cookie !== '' ? { cookie } : {}
    const request = new Request(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...own, ...headers },
    })
    const response = await send(request)
    for (const line of response.headers.getSetCookie()) store(cookies, line)
    return response
  }
  return {
    cookies,
    get: (address) => go(address, {}, {}),
    post: (address, form, headers = { origin }) =>
      go(address, { method: 'POST', body: new URLSearchParams(form) }, headers),
  }
}

function store(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const [name = '', ...value] = pair.split('=')
  const gone = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute))
  if (gone) cookies.delete(name)
  else cookies.set(name, value.join('='))
}

/** A visitor who has signed in at the shop; `laid` are cookies that the browser had before. */
export async function signedIn(origin: string, account: Account, laid: Record<string, string> = {}): Promise<Visitor> {
  const guest = visitor(origin)
  for (const [name, value] of Object.entries(laid)) guest.cookies.set(name, value)
  await guest.get(await callbackOf(guest, account))
  return guest
}

/** Where the authorization server sends a browser back to after its form. */
export async function callbackOf(guest: Visitor, account: Account): Promise<string> {
  const authorize = (await guest.get('/sign-in')).headers.get('location') ?? ''
  const form = (await guest.get(authorize)).headers.get('location') ?? ''
  const { email, password } = demoAccounts[account]
  return (await guest.post(form, { email, password })).headers.get('location') ?? ''
}
