// The client address of a request, as the platform states it: anonymous callers are counted by it.

/** The IPv4 address, or the IPv6 network of 64 bits that one household has. `unknown` if the platform states none. */
export function addressOf(request: Request): string {
  const address = request.headers.get('cf-connecting-ip') ?? 'unknown'
  return address.includes(':') ? networkOf(address) : address
}

/** The first 64 bits, in any form that abbreviates zeros (RFC 4291, section 2.2). */
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
