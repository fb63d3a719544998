// The Workers of the platform, callees before their callers: the order in which they are deployed.
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** On a developer's machine a database is known by its binding. */
export type Database = { name: string; binding: string; migrations: string }
export type PlatformWorker = { name: string; entry: string; config: string; databases: readonly Database[] }

const context = (name: string, ...databases: Omit<Database, 'migrations'>[]): PlatformWorker => ({
  name: `homeappliance-${name}`,
  entry: `${root}workers/${name}/index.ts`,
  config: `${root}workers/${name}/wrangler.toml`,
  databases: databases.map((database) => ({ ...database, migrations: `${root}migrations/${name}` })),
})

export const gatewayWorker: PlatformWorker = {
  name: 'homeappliance-gateway',
  entry: `${root}workers/gateway/index.ts`,
  config: `${root}wrangler.toml`,
  databases: [],
}

export const contextWorkers: readonly PlatformWorker[] = [
  context('docs'),
  context('sandbox'),
  context('identity', { name: 'homeappliance-identity', binding: 'IDENTITY_DB' }),
  context('message', { name: 'homeappliance-message', binding: 'MESSAGE_DB' }),
  context('catalog'),
  context('archive', { name: 'homeappliance-archive', binding: 'ARCHIVE_DB' }),
  context('order'),
  context('payment', { name: 'homeappliance-payment', binding: 'PAYMENT_DB' }),
  context('ordermanagement', { name: 'homeappliance-ordermanagement', binding: 'ORDERMANAGEMENT_DB' }),
  context('delivery', { name: 'homeappliance-delivery', binding: 'DELIVERY_DB' }),
  context(
    'mypage',
    { name: 'homeappliance-mypage-0', binding: 'MYPAGE_DB_0' },
    { name: 'homeappliance-mypage-1', binding: 'MYPAGE_DB_1' },
  ),
  context('analytics', { name: 'homeappliance-analytics', binding: 'ANALYTICS_DB' }),
  context('operations', { name: 'homeappliance-operations', binding: 'OPERATIONS_DB' }),
]

export const wrangler = `${root}node_modules/wrangler/bin/wrangler.js`

/** The environment of every wrangler call: no metrics, no look-ups, no questions. */
export const quiet = { WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: '1' }

/** A development server records a trace of every call, which costs more than the call. */
export const withoutTraces = { X_LOCAL_OBSERVABILITY: 'false' }
