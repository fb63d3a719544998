// The platform's own OAuth clients: the gateway's pages and the command line. Both are public, with PKCE, and trusted.
import { isLoopbackUrl } from '../../platform/loopback.ts'

export type FirstPartyClient = {
  clientId: string
  name: string
  applicationType: 'web' | 'native'
  redirectUris: string[]
}

export const scopes = ['openid', 'profile', 'email', 'offline_access']

/**
 * The clients as they stand for a public origin. A loopback redirect is registered without its port, since any port of
 * it is the same machine (RFC 8252, section 7.3).
 */
export function firstPartyClients(origin: string): FirstPartyClient[] {
  const homes = isLoopbackUrl(new URL(origin)) ? ['http://localhost', 'http://127.0.0.1'] : [origin]
  return [
    {
      clientId: 'homeappliance-web',
      name: 'The shop',
      applicationType: 'web',
      redirectUris: homes.map((home) => `${home}/signed-in`),
    },
    {
      clientId: 'homeappliance-cli',
      name: 'The command line',
      applicationType: 'native',
      redirectUris: ['http://127.0.0.1/callback'],
    },
  ]
}
