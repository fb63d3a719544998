// What a deployment does and in which order: the Workers' wrangler files in, steps and faults out. Pure.
import { variableFaults } from '../variables.ts'
import type { WorkerConfig } from './configs.ts'
import { calleesAfter, faultsOf } from './faults.ts'

export type Step =
  | { do: 'check' }
  | { do: 'bundle'; workers: readonly WorkerConfig[] }
  | { do: 'findAccount' }
  | { do: 'checkSecret'; worker: string; config: string; secret: string }
  | { do: 'createQueue'; queue: string }
  | { do: 'createDatabase'; database: string }
  | { do: 'migrate'; database: string; config: string; migrations: readonly string[] }
  /** `circle`: the callees that call it too and come later. Where one does not exist yet, it is first left unbound. */
  | { do: 'deploy'; worker: string; config: string; vars: Vars; circle: readonly Callee[] }
  /** Once more, with all its bindings, if some were left out before. */
  | { do: 'closeCircle'; worker: string; config: string; vars: Vars }
  | { do: 'askReady'; origin: string }

type Vars = Readonly<Record<string, string>>
export type Callee = { service: string; config: string }

export type Plan = { steps: readonly Step[]; warnings: readonly string[]; faults: readonly string[] }

/** The vars that hold the shop's public address wherever their wrangler file leaves them empty. */
const originVars: Readonly<Record<string, string>> = {
  'homeappliance-identity': 'AUTH_ORIGIN',
  'homeappliance-gateway': 'ISSUER',
}

const paymentWorker = 'homeappliance-payment'

/** What each payment provider needs to be told in secret, besides the sandbox, which holds no money. */
const providerSecrets: Readonly<Record<string, readonly string[]>> = {
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  toss: ['TOSS_SECRET_KEY', 'TOSS_WEBHOOK_SECRET'],
}

/** The secrets of the payment provider that the payment Worker's vars choose. */
export function secretsOfProvider({ name, vars }: Pick<WorkerConfig, 'name' | 'vars'>): readonly string[] {
  return name === paymentWorker ? (providerSecrets[String(vars['PAYMENT_PROVIDER'])] ?? []) : []
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
    ...workers.flatMap((worker) =>
      [...worker.secrets, ...secretsOfProvider(worker)].map((secret) => {
        return { do: 'checkSecret', worker: worker.name, config: worker.config, secret } as const
      }),
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
  return {
    steps,
    warnings: workers.flatMap(warningsOf),
    faults: [
      ...faultsOf(workers),
      ...originFaults(workers),
      ...workers.flatMap((worker) => variableFaults(worker, 'unknown')),
    ],
  }
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
    case 'deploy': {
      const vars = Object.entries(step.vars).map(([name, value]) => `${name}=${value}`)
      return [`deploy ${step.worker}`, ...vars].join(' ')
    }
    case 'closeCircle':
      return `deploy ${step.worker} once more, if it could not be bound to all before`
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

function stepsOf(worker: WorkerConfig, workers: readonly WorkerConfig[], origin: string): Step[] {
  const { name, config, databases } = worker
  const circle = calleesAfter(worker, workers).map((callee) => ({ service: callee.name, config: callee.config }))
  const closed = workers.filter((caller) => calleesAfter(caller, workers).at(-1) === worker)
  return [
    ...databases.map((database) => {
      const { name, migrations } = database
      return { do: 'migrate', database: name, config, migrations } as const
    }),
    { do: 'deploy', worker: name, config, vars: varsOf(worker, origin), circle },
    ...closed.map((caller) => {
      return { do: 'closeCircle', worker: caller.name, config: caller.config, vars: varsOf(caller, origin) } as const
    }),
  ]
}

function varsOf({ name, vars }: WorkerConfig, origin: string): Vars {
  const variable = originVars[name]
  return variable !== undefined && vars[variable] === '' ? { [variable]: origin } : {}
}

function warningsOf({ name, vars }: WorkerConfig): string[] {
  if (name !== paymentWorker || vars['PAYMENT_PROVIDER'] !== 'sandbox') return []
  return ['PAYMENT_PROVIDER is "sandbox": this shop takes no real money, and anybody can pay with its test tokens.']
}

/** A wrangler file that no longer has the var would be deployed without the shop's address. */
function originFaults(workers: readonly WorkerConfig[]): string[] {
  return Object.entries(originVars).flatMap(([name, variable]) => {
    const worker = workers.find((candidate) => candidate.name === name)
    return worker !== undefined && worker.vars[variable] === undefined ? [`${name} has no var ${variable}`] : []
  })
}
