// Carries out the steps of a deployment, one after the other, through wrangler. Done twice, a step is as done once.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Output } from '../wrangler-session.ts'
import { configWithout, type WorkerConfig } from './configs.ts'
import { exportsOf, faultsOfExports } from './faults.ts'
import { describe, type Step } from './plan.ts'

export type DeployPorts = {
  wrangler: (args: readonly string[]) => Promise<Output>
  check: () => Promise<Output>
  /** What the shop answers at /readyz; null when nothing answers there. */
  readiness: (origin: string) => Promise<string | null>
  pause: () => Promise<void>
  /** Where bundles may be written. */
  folder: string
  /** The account chosen beforehand; null when there is only one to choose. */
  accountId: string | null
  print: (line: string) => void
}

export type Done = { ok: true; note: string } | { ok: false; why: string }

type DeployStep = Extract<Step, { do: 'deploy' }>

const readinessTriesMax = 30

/** Do the steps until one fails. True when all are done. */
export async function carryOut(steps: readonly Step[], ports: DeployPorts): Promise<boolean> {
  const partial = new Set<string>()
  for (const [index, step] of steps.entries()) {
    ports.print(`[${index + 1}/${steps.length}] ${describe(step)}`)
    const done = await attempt(step, ports, partial)
    if (done.ok && done.note !== '') ports.print(`      ${done.note}`)
    if (done.ok) continue
    ports.print(done.why)
    ports.print(
      `\nStopped at step ${index + 1} of ${steps.length}, "${describe(step)}". What was done before it stays, and ` +
        'steps that are done already change nothing: put this right and run the same command again.',
    )
    return false
  }
  return true
}

/** `partial`: the Workers that were deployed without some of their bindings. */
async function attempt(step: Step, ports: DeployPorts, partial: Set<string>): Promise<Done> {
  switch (step.do) {
    case 'check':
      return verdict(await ports.check())
    case 'bundle':
      return await bundle(step.workers, ports)
    case 'findAccount':
      return findAccount(await ports.wrangler(['whoami', '--json']), ports.accountId)
    case 'checkSecret':
      return checkSecret(step, await ports.wrangler(['secret', 'list', '--format', 'json', '-c', step.config]))
    case 'createQueue':
      return await createQueue(step.queue, ports)
    case 'createDatabase':
      return await createDatabase(step.database, ports)
    case 'migrate':
      return verdict(await ports.wrangler(['d1', 'migrations', 'apply', step.database, '--remote', '-c', step.config]))
    case 'deploy':
      return await uploadOf(step, ports, partial)
    case 'closeCircle':
      return partial.has(step.worker) ? await upload(step.config, step.vars, ports) : done('it is')
    case 'askReady':
      return await askReady(step.origin, ports)
  }
}

async function bundle(workers: readonly WorkerConfig[], ports: DeployPorts): Promise<Done> {
  const exports = new Map<string, string[]>()
  const faults: string[] = []
  const rest = [...workers]
  const inTurn = async () => {
    for (let worker = rest.shift(); worker !== undefined; worker = rest.shift()) {
      const folder = join(ports.folder, worker.name)
      const reported = await ports.wrangler(['deploy', '--dry-run', '--outdir', folder, '-c', worker.config])
      if (reported.code === 0) exports.set(worker.name, exportsOf(readFileSync(join(folder, 'index.js'), 'utf8')))
      else {
        faults.push(`${worker.name} cannot be bundled:\n${reported.output.trim()}`)
        rest.length = 0
      }
    }
  }
  await Promise.all([inTurn(), inTurn()])
  if (faults.length === 0) faults.push(...faultsOfExports(workers, exports))
  return faults.length === 0 ? done('') : { ok: false, why: faults.join('\n') }
}

function findAccount(reported: Output, chosen: string | null): Done {
  const answer = parse(reported.stdout)
  if (field(answer, 'loggedIn') === false) {
    return failed('Nobody is signed in at Cloudflare: run "npx wrangler login", or set CLOUDFLARE_API_TOKEN.')
  }
  if (reported.code !== 0) return failed(reported.output.trim())
  const accounts = rowsOf(field(answer, 'accounts'))
  const [account, ...others] = chosen === null ? accounts : accounts.filter(({ id }) => id === chosen)
  if (account === undefined) {
    return failed(chosen === null ? 'This sign-in reaches no account.' : `It does not reach the account ${chosen}.`)
  }
  if (others.length === 0) return done(String(account['name']))
  const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  return failed(`There are several accounts: set CLOUDFLARE_ACCOUNT_ID to the one to deploy to.\n${list}`)
}

function checkSecret(step: Extract<Step, { do: 'checkSecret' }>, reported: Output): Done {
  const isNew = reported.code !== 0 && reported.output.includes('not found')
  if (reported.code !== 0 && !isNew) return failed(reported.output.trim())
  const names = isNew ? [] : rowsOf(parse(reported.stdout)).map(({ name }) => name)
  if (names.includes(step.secret)) return done('')
  const random = `node -p "crypto.randomBytes(32).toString('hex')"`
  const put = `npx wrangler secret put ${step.secret} -c ${relative('', step.config)}`
  return failed(`${step.worker} has no secret ${step.secret}. Put one there, of 32 random bytes:\n  ${random} | ${put}`)
}

async function createQueue(queue: string, ports: DeployPorts): Promise<Done> {
  const known = await ports.wrangler(['queues', 'info', queue])
  if (known.code !== 0 && !known.output.includes('does not exist')) return failed(known.output.trim())
  if (known.code === 0 && known.stdout.split('\n').some((line) => line.trim() === `Queue Name: ${queue}`)) {
    return done('is there')
  }
  return verdict(await ports.wrangler(['queues', 'create', queue]), 'created')
}

async function createDatabase(database: string, ports: DeployPorts): Promise<Done> {
  const known = await ports.wrangler(['d1', 'list', '--json'])
  if (known.code !== 0) return failed(known.output.trim())
  const names = rowsOf(parse(known.stdout)).map(({ name }) => name)
  if (names.includes(database)) return done('is there')
  return verdict(await ports.wrangler(['d1', 'create', database]), 'created')
}

async function uploadOf(step: DeployStep, ports: DeployPorts, partial: Set<string>): Promise<Done> {
  const missing: string[] = []
  for (const { service, config } of step.circle) {
    const reported = await ports.wrangler(['secret', 'list', '--format', 'json', '-c', config])
    if (reported.code !== 0 && !reported.output.includes('not found')) return failed(reported.output.trim())
    if (reported.code !== 0) missing.push(service)
  }
  if (missing.length === 0) return await upload(step.config, step.vars, ports)
  partial.add(step.worker)
  const config = join(ports.folder, `${step.worker}.json`)
  writeFileSync(config, configWithout(step.config, missing))
  const first = await upload(config, step.vars, ports)
  return first.ok ? done(`for now without ${missing.join(', ')}`) : first
}

async function upload(config: string, vars: DeployStep['vars'], ports: DeployPorts): Promise<Done> {
  const given = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`])
  const reported = await ports.wrangler(['deploy', '-c', config, ...given])
  return verdict(reported, /^\s+(https:\/\/\S+)$/m.exec(reported.stdout)?.[1])
}

async function askReady(origin: string, ports: DeployPorts): Promise<Done> {
  let last: string | null = null
  for (let tries = 1; tries <= readinessTriesMax; tries++) {
    last = await ports.readiness(origin)
    const answer = last === null ? null : parse(last)
    if (typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 'ready')
      return done('')
    if (tries < readinessTriesMax) await ports.pause()
  }
  return failed(
    last === null
      ? `Everything is deployed, and yet nothing answers at ${origin}: that address must lead to homeappliance-gateway.`
      : `Everything is deployed, and yet ${origin}/readyz says: ${last.slice(0, 500)}`,
  )
}

function verdict(reported: Output, note = ''): Done {
  return reported.code === 0 ? done(note) : failed(reported.output.trim())
}

function done(note: string): Done {
  return { ok: true, note }
}

function failed(why: string): Done {
  return { ok: false, why }
}

/** JSON as wrangler prints it; null for text that is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}

/** The objects of a list; none when it is no list. */
function rowsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((row) => typeof row === 'object' && row !== null) : []
}
