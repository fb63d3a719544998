// Tells the shop the browser's time zone, by a cookie: the times of all pages are written in it.

/** Whether the page shown may have been made for another zone. A browser that keeps no cookies is left as it is. */
export async function keepZone(): Promise<boolean> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const name = location.protocol === 'https:' ? '__Host-zone' : 'zone'
  const value = encodeURIComponent(zone)
  if (!('cookieStore' in window) || (await cookieStore.get(name))?.value === value) return false
  await cookieStore.set({ name, value, expires: Date.now() + yearMs, sameSite: 'lax' })
  const isKept = (await cookieStore.get(name))?.value === value
  return isKept && document.documentElement.dataset['zone'] !== zone && document.querySelector('time') !== null
}

const yearMs = 365 * 24 * 3600 * 1000
