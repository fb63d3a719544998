// The check that keeps other sites from posting our forms with our visitors' cookies.

/**
 * Whether a form was sent by a page of `origin` itself. Every browser says so with each POST; who says nothing at all
 * is refused, so that a client which strips the header fails closed.
 */
export function isSameOrigin(request: Request, origin: string): boolean {
  const stated = request.headers.get('origin')
  if (stated !== null && stated !== 'null') return stated === origin
  return request.headers.get('sec-fetch-site') === 'same-origin'
}
