// A browser without a screen: keeps cookies, sends its origin with each form, and follows redirects only when told to.

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
