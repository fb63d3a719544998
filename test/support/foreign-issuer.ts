// A foreign OpenID provider (oidc-provider) on loopback: it signs with RS256, has roles among `groups`, and issues
// tokens for any audience.
import { createServer, type RequestListener } from 'node:http'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { type Configuration } from 'oidc-provider'
import { visitor } from './visitor.ts'

export const foreignAudience = 'urn:homeappliance:api'
const clientId = 'shop-pages'
const till = { client_id: 'till', client_secret: 'the secret of the till in the test' }

export type ForeignIssuer = Awaited<ReturnType<typeof openForeignIssuer>>

export async function openForeignIssuer() {
  let listener: RequestListener = (_, response) => void response.writeHead(503).end()
  const server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the issuer has no port')
  const issuer = `http://127.0.0.1:${address.port}`

  return {
    issuer,
    /** The variables of a gateway with this issuer. */
    vars: {
      ISSUER: issuer,
      JWKS_URL: `${issuer}/jwks`,
      AUDIENCE: foreignAudience,
      ROLE_CLAIM: 'groups',
      CLIENT_ID: clientId,
      ACCOUNT_URL: `${issuer}/account`,
    },
    /** Start to serve a shop at this origin. */
    async serve(shopOrigin: string): Promise<void> {
      listener = new Provider(issuer, await configuration(shopOrigin)).callback()
    },
    /** A token of a system with the role staff, for an audience. */
    async systemToken(audience = foreignAudience): Promise<string> {
      const answer = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${till.client_id}:${encodeURIComponent(till.client_secret)}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
      })
      const { access_token: token }: { access_token?: string } = await answer.json()
      if (token === undefined) throw new Error(`no token: ${answer.status}`)
      return token
    },
    /** Sign in as `login` by its own forms, and return the address to which it sends the browser back. */
    async signIn(authorize: string, login: string): Promise<string> {
      const browser = visitor(issuer)
      let answer = await browser.get(authorize)
      for (let steps = 0; steps < 10; steps += 1) {
        const location = answer.headers.get('location')
        if (location !== null && !new URL(location, issuer).href.startsWith(issuer)) return location
        if (location !== null) answer = await browser.get(location)
        else {
          const page = await answer.text()
          const [, action = ''] = /action="([^"]+)"/.exec(page) ?? []
          const [, prompt = ''] = /name="prompt" value="([^"]+)"/.exec(page) ?? []
          answer = await browser.post(action, { prompt, login, password: 'any' })
        }
      }
      throw new Error('the sign-in does not end')
    },
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function configuration(shopOrigin: string): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'foreign', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a key of the tests'] },
    clients: [
      {
        client_id: clientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [`${shopOrigin}/signed-in`],
        post_logout_redirect_uris: [`${shopOrigin}/`],
      },
      { ...till, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
    ],
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, audience) => ({
          scope: 'openid profile',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 900,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    extraTokenClaims: (_, token) => ({
      groups: ['everyone', token.kind === 'ClientCredentials' ? 'staff' : 'customer'],
    }),
  }
}
