// The loopback addresses: this machine itself. No request from outside can name one of them in production.

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether a host, as `URL.hostname` gives it, is this machine's loopback: `localhost` (RFC 6761, section 6.3) or one of
 * the loopback literals (RFC 8252, section 7.3). Other addresses of 127.0.0.0/8 and names under `.localhost` are
 * refused: the shop is never started under one.
 */
export function isLoopbackHost(hostname: string): boolean {
  return loopbackHosts.has(hostname)
}

/** Whether a URL is plain http to this machine's loopback. */
export function isLoopbackUrl({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && isLoopbackHost(hostname)
}
