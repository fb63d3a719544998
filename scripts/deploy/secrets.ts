// Which secrets a Worker must have before it is deployed: those its wrangler file declares, and those its vars ask for.
import type { WorkerConfig } from './configs.ts'

type Settings = Pick<WorkerConfig, 'name' | 'vars'>

/** What each payment provider is told in secret. The sandbox holds no money, so its keys are vars. */
const providerSecrets: Readonly<Record<string, readonly string[]>> = {
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  toss: ['TOSS_SECRET_KEY', 'TOSS_WEBHOOK_SECRET'],
}

/** The names of all secrets of a Worker, each once. */
export function secretsOf(worker: WorkerConfig): string[] {
  return [...new Set([...worker.secrets, ...secretsOfProvider(worker), ...secretsOfMessages(worker)])]
}

/** Those of the payment provider that the payment Worker's vars choose. */
export function secretsOfProvider({ name, vars }: Settings): readonly string[] {
  return name === 'homeappliance-payment' ? (providerSecrets[String(vars['PAYMENT_PROVIDER'])] ?? []) : []
}

/** An address that messages are sent to gets none without a signature. */
function secretsOfMessages({ name, vars }: Settings): string[] {
  return name === 'homeappliance-message' && vars['MESSAGE_WEBHOOK_URL'] ? ['MESSAGE_WEBHOOK_SECRET'] : []
}
