// A small shop to be deployed, and an account at Cloudflare that remembers what was put there.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkerConfig } from '../../scripts/deploy/configs.ts'
import type { DeployPorts } from '../../scripts/deploy/steps.ts'
import type { Output } from '../../scripts/wrangler-session.ts'

export const origin = 'https://shop.example'
export const blank = { services: [], classes: [], producers: [], consumers: [], databases: [], secrets: [], vars: {} }

export const identity: WorkerConfig = {
  ...blank,
  name: 'homeappliance-identity',
  config: 'workers/identity/wrangler.toml',
  databases: [{ binding: 'DB', name: 'homeappliance-identity', migrations: ['0001_accounts.sql', '0002_more.sql'] }],
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

/** An account that remembers what was put there, and answers as wrangler does. Bundles go into `folder`. */
export function accountWith(
  folder: string,
  changes: Partial<DeployPorts> = {},
  broken: (args: readonly string[]) => boolean = () => false,
) {
  const queues = new Set<string>()
  const databases = new Set<string>()
  const deployed: string[] = []
  const lines: string[] = []
  const reported = (output: string, code = 0): Output => ({ code, stdout: code === 0 ? output : '', output })
  const wrangler = async (args: readonly string[]): Promise<Output> => {
    if (broken(args)) return reported('the network is down', 1)
    const name = args.find((_, index) => index > 0 && args[index - 1]?.match(/^(info|create|apply)$/)) ?? ''
    const [first, second] = args
    switch ([first, second].join(' ')) {
      case 'whoami --json':
        return reported('{ "loggedIn": true, "accounts": [{ "id": "a1", "name": "The shop" }] }')
      case 'secret list':
        return reported('[{ "name": "BETTER_AUTH_SECRET", "type": "secret_text" }]')
      case 'queues info':
        return queues.has(name) ? reported(`Queue Name: ${name}\n`) : reported(`Queue "${name}" does not exist.`, 1)
      case 'queues create':
        queues.add(name)
        return reported('')
      case 'd1 list':
        return reported(JSON.stringify([...databases].map((database) => ({ name: database }))))
      case 'd1 create':
        databases.add(name)
        return reported('')
      case 'd1 migrations':
        return databases.has(args[3] ?? '') ? reported('') : reported('there is no such database', 1)
      case 'deploy --dry-run': {
        const out = args[args.indexOf('--outdir') + 1] ?? ''
        mkdirSync(out, { recursive: true })
        writeFileSync(
          join(out, 'index.js'),
          'export { a as OrderObject, b as OrderCommands, c as default, d as Subscriber };',
        )
        return reported('')
      }
      default:
        deployed.push(args.slice(2).join(' '))
        return reported('env.SANDBOX_URL ("https://sandbox.internal")\nDeployed at\n  https://shop.workers.dev\n')
    }
  }
  const ports: DeployPorts = {
    wrangler,
    check: async () => reported(''),
    readiness: async () => '{"status":"ready"}',
    pause: async () => {},
    folder,
    accountId: null,
    print: (line) => void lines.push(line),
    ...changes,
  }
  return { ports, queues, databases, deployed, text: () => lines.join('\n') }
}
