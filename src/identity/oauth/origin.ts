// The public origin of the authorization server: it is the issuer of every token, so no client may choose it.
import { isLoopbackUrl } from '../../platform/loopback.ts'

/**
 * The configured origin. Without one, the origin of the request, but only on the loopback: no request from outside can
 * name that in production. Throws RangeError otherwise.
 */
export function publicOrigin(configured: string, requestUrl: string): string {
  const url = new URL(configured === '' ? requestUrl : configured)
  if (isLoopbackUrl(url)) return url.origin
  if (configured === '') {
    throw new RangeError(`AUTH_ORIGIN is not set: set it to the shop's public address, such as https://shop.example`)
  }
  if (url.protocol !== 'https:') throw new RangeError(`AUTH_ORIGIN must be an https address, and is ${configured}`)
  return url.origin
}
