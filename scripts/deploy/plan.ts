// What a deployment does and in which order: the Workers' wrangler files in, steps and faults out. Pure.
import { circleOf, faultsOf } from './faults.ts'

/** What a deployment has to know of one Worker: read from its wrangler file and its migrations' folder. */
export type WorkerConfig = {
  name: string
  /** The path of its wrangler file. */
  config: string
  services: readonly { binding: string; service: string; entrypoint: string }[]
  /** The Durable Object classes it exports. */
  classes: readonly string[]
  producers: readonly string[]
  consumers: readonly { queue: string; deadLetterQueue: string | null }[]
  databases: readonly { binding: string; name: string; migrations: readonly string[] }[]
  secrets: readonly string[]
  vars: Readonly<Record<string, unknown>>
}

export type Step =
  | { do: 'check' }
  | { do: 'bundle'; workers: readonly WorkerConfig[] }
  | { do: 'findAccount' }
  | { do: 'checkSecret'; worker: string; config: string; secret: string }
  | { do: 'createQueue'; queue: string }
  | { do: 'createDatabase'; database: string }
  | { do: 'migrate'; database: string; config: string; migrations: readonly string[] }
  | { do: 'deployFirst'; worker: string; config: string; without: readonly string[]; callees: readonly string[] }
  | { do: 'deploy'; worker: string; config: string; vars: Readonly<Record<string, string>> }
  | { do: 'askReady'; origin: string }

export type Plan = { steps: readonly Step[]; warnings: readonly string[]; faults: readonly string[] }

/** The vars that hold the shop's public address wherever their wrangler file leaves them empty. */
const originVars: Readonly<Record<string, string>> = {
  'homeappliance-identity': 'AUTH_ORIGIN',
  'homeappliance-gateway': 'ISSUER',
}

/**
 * Plan the deployment of `workers`, which stand in the order of the deployment. Nothing is changed on the account
 * before it and its secrets are found and the code is checked and bundled; a database is migrated before the Worker
 * that uses it. A plan with faults must not be carried out.
 */
export function planDeployment(workers: readonly WorkerConfig[], origin: string, skipChecks: boolean): Plan {
  const queues = [...new Set(workers.flatMap(queuesOf))].sort()
  const steps: Step[] = [
    { do: 'findAccount' },
    ...workers.flatMap(({ name, config, secrets }) =>
      secrets.map((secret) => ({ do: 'checkSecret', worker: name, config, secret }) as const),
    ),
    ...(skipChecks ? [] : [{ do: 'check' } as const]),
    { do: 'bundle', workers },
    ...queues.map((queue) => ({ do: 'createQueue', queue }) as const),
    ...workers.flatMap(({ databases }) =>
      databases.map(({ name }) => ({ do: 'createDatabase', database: name }) as const),
    ),
    ...workers.flatMap((worker) => stepsOf(worker, workers, origin)),
    { do: 'askReady', origin },
  ]
  return { steps, warnings: workers.flatMap(warningsOf), faults: [...faultsOf(workers), ...originFaults(workers)] }
}

/** One step in a few words. */
export function describe(step: Step): string {
  switch (step.do) {
    case 'check':
      return 'check types, lint and domain tests'
    case 'bundle':
      return `bundle ${step.workers.length} Workers`
    case 'findAccount':
      return 'find the account'
    case 'checkSecret':
      return `find the secret ${step.secret} of ${step.worker}`
    case 'createQueue':
      return `have the queue ${step.queue}`
    case 'createDatabase':
      return `have the database ${step.database}`
    case 'migrate':
      return `migrate ${step.database}: ${step.migrations.join(', ')}`
    case 'deployFirst':
      return `deploy ${step.worker} without ${step.without.join(', ')}, where those are not there yet`
    case 'deploy': {
      const vars = Object.entries(step.vars).map(([name, value]) => `${name}=${value}`)
      return [`deploy ${step.worker}`, ...vars].join(' ')
    }
    case 'askReady':
      return `ask ${step.origin}/readyz`
  }
}

/** The public address as `--origin` must give it; null when the text is none. */
export function publicOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  return url.protocol === 'https:' && bare ? url.origin : null
}

function queuesOf({ producers, consumers }: WorkerConfig): string[] {
  return [
    ...producers,
    ...consumers.flatMap(({ queue, deadLetterQueue }) =>
      deadLetterQueue === null ? [queue] : [queue, deadLetterQueue],
    ),
  ]
}

/**
 * What is done when it is this Worker's turn. A Worker in a circle with later ones is deployed without them first,
 * where they do not exist yet, and whole when the last of them is there.
 */
function stepsOf(worker: WorkerConfig, workers: readonly WorkerConfig[], origin: string): Step[] {
  const { name, config, databases } = worker
  const migrate = databases.map(
    ({ name: database, migrations }): Step => ({ do: 'migrate', database, config, migrations }),
  )
  const circle = circleOf(worker, workers)
  const first: Step = {
    do: 'deployFirst',
    worker: name,
    config,
    without: circle.map(({ binding }) => binding),
    callees: circle.map(({ service }) => service),
  }
  const completed = workers.filter((earlier) => circleOf(earlier, workers).at(-1)?.service === name)
  const own = circle.length > 0 ? first : deployOf(worker, origin)
  return [...migrate, own, ...completed.map((earlier) => deployOf(earlier, origin))]
}

function deployOf({ name, config, vars }: WorkerConfig, origin: string): Step {
  const variable = originVars[name]
  const given = variable !== undefined && vars[variable] === '' ? { [variable]: origin } : {}
  return { do: 'deploy', worker: name, config, vars: given }
}

function warningsOf({ vars }: WorkerConfig): string[] {
  if (vars['PAYMENT_PROVIDER'] !== 'sandbox') return []
  return ['PAYMENT_PROVIDER is "sandbox": this shop takes no real money, and anybody can pay with its test tokens.']
}

/** A wrangler file that no longer has the var would be deployed without the shop's address. */
function originFaults(workers: readonly WorkerConfig[]): string[] {
  return Object.entries(originVars).flatMap(([name, variable]) => {
    const worker = workers.find((candidate) => candidate.name === name)
    return worker !== undefined && worker.vars[variable] === undefined ? [`${name} has no var ${variable}`] : []
  })
}
