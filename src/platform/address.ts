// The address that a request comes from, as the platform states it: what counts callers who have no name.

/** One household has one IPv4 address, or one IPv6 network of 64 bits. `unknown` where the platform states none. */
export function addressOf(request: Request): string {
  const address = request.headers.get('cf-connecting-ip') ?? 'unknown'
  return address.includes(':') ? networkOf(address) : address
}

/** The first 64 bits, however the address abbreviates its zeros (RFC 4291, section 2.2). */
function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = groupsOf(head)
  if (tail === undefined) return before.slice(0, 4).join(':')
  const after = groupsOf(tail)
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':').map((group) => group.replace(/^0+(?=.)/, ''))
}
