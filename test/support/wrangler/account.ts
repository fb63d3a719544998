// An account at Cloudflare as the stand-in for wrangler keeps it: plain data, which a file can hold.

export type StandInVersion = {
  id: string
  number: number
  annotations: Record<string, string>
  classes: readonly string[]
  /** The secret that it changed. */
  secret: string | null
}

export type StandInDeployment = {
  id: string
  created_on: string
  annotations: Record<string, string>
  versions: readonly { version_id: string; percentage: number }[]
}

export type StandInWorker = { secrets: string[]; versions: StandInVersion[]; deployments: StandInDeployment[] }

export type StandInAccount = {
  signedIn: boolean
  accounts: { id: string; name: string }[]
  /** The oldest versions and deployments first. */
  workers: Record<string, StandInWorker>
  queues: string[]
  /** The migrations that each database has had. */
  databases: Record<string, string[]>
  /** Commands that fail: what they begin with, and what is printed then. */
  faults: { command: string; output: string }[]
  /** Versions with which the shop is not well, by their tag. */
  sick: { worker: string; tag: string }[]
  /** The commands that changed something, in their order. */
  changes: string[]
}

export function emptyAccount(): StandInAccount {
  const accounts = [{ id: 'a1', name: 'The shop' }]
  const state = { workers: {}, queues: [], databases: {}, faults: [], sick: [], changes: [] }
  return { signedIn: true, accounts, ...state }
}

/** `wrangler secret put`, which makes a Worker when there is none, and a version that keeps the code. */
export function putSecret(account: StandInAccount, name: string, secret: string): void {
  const worker = account.workers[name] ?? newDraft(account, name)
  if (!worker.secrets.includes(secret)) worker.secrets.push(secret)
  const classes = worker.versions.at(-1)?.classes ?? []
  deployVersion(account, worker, addVersion(worker, { 'workers/triggered_by': 'secret' }, classes, secret), {})
}

/** A Worker that only has what `secret put` makes. */
export function newDraft(account: StandInAccount, name: string): StandInWorker {
  const worker = newWorker(account, name)
  deployVersion(account, worker, addVersion(worker, { 'workers/triggered_by': 'upload' }, []), {})
  return worker
}

export function newWorker(account: StandInAccount, name: string): StandInWorker {
  const worker: StandInWorker = { secrets: [], versions: [], deployments: [] }
  account.workers[name] = worker
  return worker
}

export function addVersion(
  worker: StandInWorker,
  annotations: Record<string, string>,
  classes: readonly string[],
  secret: string | null = null,
): StandInVersion {
  const number = worker.versions.length + 1
  const version = { id: uuid(number), number, annotations, classes, secret }
  worker.versions.push(version)
  return version
}

export function deployVersion(
  account: StandInAccount,
  worker: StandInWorker,
  version: StandInVersion,
  annotations: Record<string, string>,
): void {
  deployShares(account, worker, [{ version_id: version.id, percentage: 100 }], annotations)
}

export function deployShares(
  account: StandInAccount,
  worker: StandInWorker,
  versions: StandInDeployment['versions'],
  annotations: Record<string, string>,
): void {
  const all = Object.values(account.workers).flatMap(({ deployments }) => deployments).length
  const created_on = new Date(Date.UTC(2026, 10, 30) + all * 1000).toISOString()
  worker.deployments.push({ id: `d${all}`, created_on, annotations, versions })
}

/** The tags that answer of a Worker, with their shares: `abc@100`. */
export function runningOf(account: StandInAccount, name: string): string[] {
  const worker = account.workers[name]
  return (worker?.deployments.at(-1)?.versions ?? []).map(({ version_id, percentage }) => {
    const version = worker?.versions.find(({ id }) => id === version_id)
    return `${version?.annotations['workers/tag'] ?? 'none'}@${percentage}`
  })
}

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}
