// Tells the shop the browser's time zone, by a cookie: the times of all pages are written in it.

/** Whether the page shown may have been made for another zone. */
export function keepZone(): boolean {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const isSecure = location.protocol === 'https:'
  const cookie = `${isSecure ? '__Host-' : ''}zone=${encodeURIComponent(zone)}`
  const isKept = () => document.cookie.split('; ').includes(cookie)
  if (isKept()) return false
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API.
  document.cookie = `${cookie}; path=/; max-age=31536000; samesite=lax${isSecure ? '; secure' : ''}`
  return isKept() && document.documentElement.dataset['zone'] !== zone && document.querySelector('time') !== null
}
