// A small shop to plan deployments of: what is read of its wrangler files.
import type { WorkerConfig } from '../../scripts/deploy/configs.ts'

export const origin = 'https://shop.example'
const nothing = { services: [], classes: [], producers: [], consumers: [], databases: [], buckets: [] }
export const blank = { ...nothing, secrets: [], vars: {} }

export const identity: WorkerConfig = {
  ...blank,
  name: 'homeappliance-identity',
  config: 'workers/identity/wrangler.toml',
  databases: [
    {
      binding: 'DB',
      name: 'homeappliance-identity',
      folder: 'migrations/identity',
      migrations: ['0001_accounts.sql', '0002_more.sql'],
    },
  ],
  secrets: ['BETTER_AUTH_SECRET'],
  vars: { AUTH_ORIGIN: '' },
}
export const order: WorkerConfig = {
  ...blank,
  name: 'homeappliance-order',
  config: 'workers/order/wrangler.toml',
  classes: ['OrderObject'],
  producers: ['homeappliance-mypage-events'],
}
export const mypage: WorkerConfig = {
  ...blank,
  name: 'homeappliance-mypage',
  config: 'workers/mypage/wrangler.toml',
  services: [{ binding: 'ORDER_COMMANDS', service: 'homeappliance-order', entrypoint: 'OrderCommands' }],
  consumers: [{ queue: 'homeappliance-mypage-events', deadLetterQueue: 'homeappliance-mypage-events-dead' }],
}
export const operations: WorkerConfig = {
  ...blank,
  name: 'homeappliance-operations',
  config: 'workers/operations/wrangler.toml',
  consumers: [{ queue: 'homeappliance-mypage-events-dead', deadLetterQueue: null }],
}
export const gateway: WorkerConfig = {
  ...blank,
  name: 'homeappliance-gateway',
  config: 'wrangler.toml',
  services: [{ binding: 'IDENTITY', service: 'homeappliance-identity', entrypoint: 'default' }],
  vars: { ISSUER: '' },
}
export const shop = [identity, order, mypage, operations, gateway]
