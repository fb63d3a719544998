// A stand-in for the `wrangler` command, which plays an account. What it prints has the shape that wrangler 4.156.2
// prints; that was recorded by running it against an API of the same answers.
import { readdirSync } from 'node:fs'
import type { Output } from '../../../scripts/wrangler-session.ts'
import { addVersion, deployShares, deployVersion, newWorker, type StandInAccount } from './account.ts'
import { readWranglerFile, type WranglerFile } from './wrangler-file.ts'

type Call = { args: readonly string[]; account: StandInAccount; file: WranglerFile }

/** Run a command on the account, which it may change. */
export function runCommand(account: StandInAccount, args: readonly string[]): Output {
  const text = args.join(' ')
  const fault = account.faults.find(({ command }) => text.startsWith(command))
  if (fault !== undefined) return failed(fault.output)
  if (!account.signedIn) {
    if (args[0] === 'whoami') return { code: 1, stdout: '{"loggedIn":false}', output: '{"loggedIn":false}' }
    return failed('In a non-interactive environment, it is necessary to set a CLOUDFLARE_API_TOKEN')
  }
  const command = commands.find(({ name }) => text === name || text.startsWith(`${name} `))
  if (command === undefined) return failed(`Unknown arguments: ${text}`)
  const config = option(args, '-c')
  const file = config === undefined ? blankFile : readWranglerFile(config)
  const output = command.run({ args: args.slice(command.name.split(' ').length), account, file })
  if (command.changes && output.code === 0) account.changes.push(text)
  return output
}

const blankFile: WranglerFile = { name: '', hasAddress: true, services: [], classes: [], secrets: [], databases: [] }

const commands: readonly { name: string; changes: boolean; run: (call: Call) => Output }[] = [
  { name: 'whoami', changes: false, run: ({ account }) => json({ loggedIn: true, accounts: account.accounts }) },
  { name: 'secret list', changes: false, run: listSecrets },
  { name: 'deployments list', changes: false, run: listDeployments },
  { name: 'versions list', changes: false, run: listVersions },
  { name: 'versions view', changes: false, run: viewVersion },
  { name: 'versions upload', changes: true, run: uploadVersion },
  { name: 'versions deploy', changes: true, run: deployVersions },
  { name: 'triggers deploy', changes: true, run: () => printed('Deployed triggers') },
  { name: 'rollback', changes: true, run: rollBack },
  { name: 'queues info', changes: false, run: findQueue },
  { name: 'queues create', changes: true, run: createQueue },
  {
    name: 'd1 list',
    changes: false,
    run: ({ account }) => json(Object.keys(account.databases).map((name) => ({ name }))),
  },
  { name: 'd1 create', changes: true, run: createDatabase },
  { name: 'd1 migrations list', changes: false, run: listMigrations },
  { name: 'd1 migrations apply', changes: true, run: applyMigrations },
  { name: 'deploy', changes: true, run: deploy },
]

function listSecrets({ account, file }: Call): Output {
  const worker = account.workers[file.name]
  if (worker === undefined) return failed(`✘ [ERROR] Worker "${file.name}" not found.`)
  return json(worker.secrets.map((name) => ({ name, type: 'secret_text' })))
}

function listDeployments({ account, file }: Call): Output {
  return json(account.workers[file.name]?.deployments.slice(-10) ?? [])
}

function listVersions({ account, file }: Call): Output {
  const versions = account.workers[file.name]?.versions ?? []
  return json(versions.slice(-10).map(({ id, number, annotations }) => ({ id, number, metadata: {}, annotations })))
}

function viewVersion({ account, file, args }: Call): Output {
  const version = account.workers[file.name]?.versions.find(({ id }) => id === args[0])
  if (version === undefined) return failed('This version does not exist. [code: 10200]')
  const bindings = version.classes.map((class_name) => ({ type: 'durable_object_namespace', name: 'O', class_name }))
  return json({ id: version.id, number: version.number, resources: { bindings } })
}

function deploy(call: Call): Output {
  const { account, file, args } = call
  const fault = faultOf(call)
  if (fault !== null) return failed(fault)
  const worker = account.workers[file.name] ?? newWorker(account, file.name)
  const version = addVersion(worker, annotationsOf(args), file.classes)
  deployVersion(account, worker, version, annotationsOf(args))
  const address = file.hasAddress ? `  https://${file.name}.example.workers.dev\n` : ''
  return printed(`Deployed ${file.name} triggers (0.52 sec)\n${address}Current Version ID: ${version.id}\n`)
}

function uploadVersion(call: Call): Output {
  const { account, file, args } = call
  const worker = account.workers[file.name]
  if (worker === undefined) return failed('This Worker does not exist on your account. [code: 10007]')
  const fault = faultOf(call)
  if (fault !== null) return failed(fault)
  const version = addVersion(worker, annotationsOf(args), file.classes)
  return printed(`Worker Version ID: ${version.id}\n`)
}

/** `<id>@<percentage>%`, twice at most. */
function deployVersions({ account, file, args }: Call): Output {
  const worker = account.workers[file.name]
  const shares = args.flatMap((spec) => {
    const [, version_id, percentage] = /^([0-9a-f-]{36})@(\d+)%$/.exec(spec) ?? []
    return version_id === undefined ? [] : [{ version_id, percentage: Number(percentage) }]
  })
  const versions = shares.map(({ version_id }) => worker?.versions.find(({ id }) => id === version_id))
  if (worker === undefined || versions.includes(undefined)) return failed('This version does not exist. [code: 10200]')
  if (shares.reduce((sum, { percentage }) => sum + percentage, 0) !== 100) return failed('The sum must be 100')
  if (new Set(versions.map((version) => version?.classes.join())).size > 1) {
    return failed('All versions in a percentage-split deployment must declare identical Durable Object `exports`.')
  }
  deployShares(account, worker, shares, annotationsOf(args))
  return printed(`Deployed ${file.name}`)
}

function rollBack({ account, file, args }: Call): Output {
  const worker = account.workers[file.name]
  const version = worker?.versions.find(({ id }) => id === args[0])
  if (worker === undefined || version === undefined) return failed('This version does not exist. [code: 10200]')
  deployVersion(account, worker, version, { ...annotationsOf(args), 'workers/triggered_by': 'rollback' })
  const later = worker.versions.filter(({ number, secret }) => number > version.number && secret !== null)
  const secrets = later.map(({ secret }) => `  * ${secret}`)
  const asked = [
    `The following secrets have changed since version ${version.id} was deployed.`,
    `Please confirm you wish to continue with the rollback\n${secrets.join('\n')}\n`,
  ].join(' ')
  const done = `Worker Version ${version.id} has been deployed to 100% of traffic.`
  return printed(secrets.length === 0 ? done : asked + done)
}

function findQueue({ account, args }: Call): Output {
  const [queue = ''] = args
  if (account.queues.includes(queue)) return printed(`Queue Name: ${queue}\nQueue ID: q\n`)
  return failed(`Queue "${queue}" does not exist. To create it, run: wrangler queues create ${queue}`)
}

function createQueue({ account, args }: Call): Output {
  account.queues.push(args[0] ?? '')
  return printed(`Created queue '${args[0]}'`)
}

function createDatabase({ account, args }: Call): Output {
  account.databases[args[0] ?? ''] = []
  return printed(`Successfully created DB '${args[0]}'`)
}

function listMigrations(call: Call): Output {
  const pending = pendingOf(call)
  if (pending === null) return failed(`Couldn't find DB with name '${call.args[0]}'`)
  return printed(pending.length === 0 ? '✅ No migrations to apply!' : `Migrations to be applied:\n${table(pending)}`)
}

function applyMigrations(call: Call): Output {
  const pending = pendingOf(call)
  if (pending === null) return failed(`Couldn't find DB with name '${call.args[0]}'`)
  call.account.databases[call.args[0] ?? '']?.push(...pending)
  return printed(table(pending))
}

function pendingOf({ account, args, file }: Call): string[] | null {
  const applied = account.databases[args[0] ?? '']
  const database = file.databases.find(({ name }) => name === args[0])
  if (applied === undefined || database === undefined) return null
  return readdirSync(database.folder)
    .filter((name) => name.endsWith('.sql') && !applied.includes(name))
    .sort()
}

/** Why a version cannot be uploaded. */
function faultOf({ account, file }: Call): string | null {
  const worker = account.workers[file.name]
  const lacking = file.secrets.filter((secret) => !worker?.secrets.includes(secret))
  if (lacking.length > 0) return `The following required secrets have not been set: ${lacking.join(', ')}`
  const unbound = file.services.filter(({ service }) => service !== file.name && !isDeployed(account, service))
  return unbound[0] === undefined ? null : `Could not resolve service binding '${unbound[0].binding}' [code: 10144]`
}

/** A Worker that has only had secrets put exports nothing. */
function isDeployed({ workers }: StandInAccount, name: string): boolean {
  return workers[name]?.versions.some(({ annotations }) => annotations['workers/tag'] !== undefined) ?? false
}

function annotationsOf(args: readonly string[]): Record<string, string> {
  const tag = option(args, '--tag')
  const message = option(args, '--message')
  return {
    ...(tag === undefined ? {} : { 'workers/tag': tag }),
    ...(message === undefined ? {} : { 'workers/message': message }),
    'workers/triggered_by': 'upload',
  }
}

function option(args: readonly string[], name: string): string | undefined {
  const place = args.indexOf(name)
  return place === -1 ? undefined : args[place + 1]
}

function table(names: readonly string[]): string {
  return names.map((name) => `│ ${name} │`).join('\n')
}

function json(value: unknown): Output {
  return printed(JSON.stringify(value, null, 2))
}

function printed(stdout: string): Output {
  return { code: 0, stdout, output: stdout }
}

function failed(output: string): Output {
  return { code: 1, stdout: '', output }
}
