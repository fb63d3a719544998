// Protection against cross-site request forgery (CSRF) for the forms.

/**
 * Whether a page of `origin` itself sent the form. Every browser sends one of the two headers with a POST. A request
 * without both is refused, so that a client that strips them fails closed.
 */
export function isSameOrigin(request: Request, origin: string): boolean {
  const stated = request.headers.get('origin')
  if (stated !== null && stated !== 'null') return stated === origin
  return request.headers.get('sec-fetch-site') === 'same-origin'
}
