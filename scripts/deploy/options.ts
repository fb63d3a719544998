// What the command lines of `npm run deploy` and `npm run rollback` say. Wrong ones throw a TypeError for the user.
import { parseArgs } from 'node:util'
import { contextWorkers, gatewayWorker } from '../workers.ts'
import { publicOrigin } from './plan.ts'

/** `origin`: null for the one that the gateway was deployed with. `only`: the names of Workers; null for all. */
export type DeployOptions = {
  origin: string | null
  only: readonly string[] | null
  percentages: readonly number[]
  isDryRun: boolean
  skipsChecks: boolean
}

export type RollbackOptions = { origin: string | null; only: readonly string[] | null; to: string | null }

export function deployOptions(args: readonly string[]): DeployOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      origin: { type: 'string' },
      only: { type: 'string' },
      gradual: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'skip-checks': { type: 'boolean', default: false },
    },
  })
  return {
    origin: originFrom(values.origin),
    only: namesFrom(values.only),
    percentages: percentagesFrom(values.gradual),
    isDryRun: values['dry-run'],
    skipsChecks: values['skip-checks'],
  }
}

export function rollbackOptions(args: readonly string[]): RollbackOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { origin: { type: 'string' }, only: { type: 'string' }, to: { type: 'string' } },
  })
  return { origin: originFrom(values.origin), only: namesFrom(values.only), to: values.to || null }
}

function originFrom(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  const origin = publicOrigin(text)
  if (origin !== null) return origin
  throw new TypeError(
    `The shop's public address is an https one without a path, such as https://shop.example, and not "${text}".`,
  )
}

/** The Workers of contexts: `payment,gateway`. */
function namesFrom(text: string | undefined): string[] | null {
  if (text === undefined || text === '') return null
  const known = [...contextWorkers, gatewayWorker].map(({ name }) => name)
  return text.split(',').map((context) => {
    const name = `homeappliance-${context.trim()}`
    if (known.includes(name)) return name
    const contexts = known.map((worker) => worker.replace('homeappliance-', ''))
    throw new TypeError(`There is no context "${context}". They are ${contexts.join(', ')}.`)
  })
}

function percentagesFrom(text: string | undefined): number[] {
  if (text === undefined || text === '') return []
  const numbers = text.split(',').map(Number)
  const isGrowing = numbers.every((number, index) => number > (numbers[index - 1] ?? 0) && Number.isInteger(number))
  if (isGrowing && numbers.at(-1) === 100) return numbers
  throw new TypeError(`--gradual takes growing percentages that end with 100, such as 10,50,100, and not "${text}".`)
}
