// The Workers of the platform, callees before their callers: the order in which they are deployed.
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

export type Database = { name: string; binding: string }
export type PlatformWorker = { name: string; config: string; databases: readonly Database[] }

const context = (name: string, ...databases: Database[]): PlatformWorker => ({
  name: `homeappliance-${name}`,
  config: `${root}workers/${name}/wrangler.toml`,
  databases,
})

export const gatewayWorker: PlatformWorker = {
  name: 'homeappliance-gateway',
  config: `${root}wrangler.toml`,
  databases: [],
}

export const contextWorkers: readonly PlatformWorker[] = [
  context('docs'),
  context('sandbox'),
  context('message', { name: 'homeappliance-message', binding: 'MESSAGE_DB' }),
  context('identity', { name: 'homeappliance-identity', binding: 'IDENTITY_DB' }),
  context('catalog'),
  context('order'),
  context('payment', { name: 'homeappliance-payment', binding: 'PAYMENT_DB' }),
  context('ordermanagement', { name: 'homeappliance-ordermanagement', binding: 'ORDERMANAGEMENT_DB' }),
  context('delivery', { name: 'homeappliance-delivery', binding: 'DELIVERY_DB' }),
  context(
    'mypage',
    { name: 'homeappliance-mypage-0', binding: 'MYPAGE_DB_0' },
    { name: 'homeappliance-mypage-1', binding: 'MYPAGE_DB_1' },
  ),
  context('operations', { name: 'homeappliance-operations', binding: 'OPERATIONS_DB' }),
]

export const wrangler = `${root}node_modules/wrangler/bin/wrangler.js`

/** The environment of every wrangler call: nothing but what the call is about is asked of anybody. */
export const quiet = { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: '1' }

/** A development server records a trace of every call, which costs more than the call. */
export const withoutTraces = { X_LOCAL_OBSERVABILITY: 'false' }
