// Which release of a Worker runs, and which ran before: read from the account's own record of versions and
// deployments, so that any machine can go on with a deployment or take it back. Pure.

/** A version as it was uploaded. `isSecretChange`: made by `wrangler secret put` from the one before it. */
export type Version = {
  id: string
  number: number
  tag: string | null
  message: string | null
  isSecretChange: boolean
}

/** Who answers: one version with 100 percent, or two that share the calls. */
export type Deployment = { message: string | null; at: string; shares: readonly { id: string; percent: number }[] }

/** The last ten versions and deployments of a Worker, the newest first. */
export type History = { versions: readonly Version[]; deployments: readonly Deployment[] }

/** What is deployed: the commit, and in words where to. Both stand at each version. */
export type Release = { tag: string; message: string }

/** A version that answers calls. `release` is null for one that was not deployed by these scripts. */
export type Running = { id: string; number: number; percent: number; release: Release | null }

/** A version that lacks bindings to Workers that did not exist yet has this behind its tag. */
const incomplete = '-incomplete'

/** How the message of a deployment begins that takes a release back. */
export const rollbackMessage = 'Roll back'

export function incompleteOf(release: Release): Release {
  return { ...release, tag: `${release.tag}${incomplete}` }
}

/** The versions that answer now, the largest share first. A Worker that has only had secrets put runs none. */
export function runningVersions(history: History): Running[] {
  return versionsIn(history, history.deployments[0])
}

/** Whether this release, complete and for the same address, answers every call. */
export function isDeployed(history: History, release: Release): boolean {
  const [running, ...others] = runningVersions(history)
  return running?.release?.tag === release.tag && running.release.message === release.message && others.length === 0
}

/** Whether a version is of this release, complete or not. */
export function isVersionOf({ release }: Running, { tag, message }: Release): boolean {
  return release !== null && commitOf(release) === tag && release.message === message
}

/** The id of this release's version, if it was uploaded already. */
export function uploadedVersion(history: History, release: Release): string | null {
  return history.versions.find(({ tag, message }) => tag === release.tag && message === release.message)?.id ?? null
}

/** The version that answered most calls before those of a release. */
export function versionBefore(history: History, isOfRelease: (running: Running) => boolean): Running | null {
  for (const deployment of history.deployments) {
    const before = versionsIn(history, deployment).find((running) => !isOfRelease(running))
    if (before !== undefined) return before
  }
  return null
}

/** The newest complete version with a tag, if it is among the last ones. */
export function versionWithTag(history: History, tag: string): Running | null {
  const found = history.versions.find((version) => version.tag === tag)
  return found === undefined ? null : versionWithId(history, found.id)
}

/** A version of which it does not matter whether it answers, if it is among the last ones. */
export function versionWithId(history: History, id: string): Running | null {
  return versionsIn(history, { message: null, at: '', shares: [{ id, percent: 0 }] })[0] ?? null
}

/** The shop's address that a release was deployed for; null when it is unknown. */
export function originOf(release: Release | null): string | null {
  return release?.message.split(' ')[0] ?? null
}

/** The commit of a release, complete or not; null when it is unknown. */
export function commitOf(release: Release | null): string | null {
  return release?.tag.replace(incomplete, '') ?? null
}

function versionsIn(history: History, deployment: Deployment | undefined): Running[] {
  const found = (deployment?.shares ?? []).flatMap(({ id, percent }) => {
    const version = history.versions.find((candidate) => candidate.id === id)
    const code = version === undefined ? null : codeOf(history, version)
    if (version === undefined || code === null) return []
    return [{ id, number: version.number, percent, release: releaseOf(code) }]
  })
  return found.toSorted((a, b) => b.percent - a.percent)
}

/** The version that brought the code: a change of a secret keeps it. Null for the draft that a first secret makes. */
function codeOf({ versions }: History, { number }: Version): Version | null {
  const found = versions.find((version) => version.number <= number && !version.isSecretChange)
  return found === undefined || (found.number === 1 && found.tag === null) ? null : found
}

function releaseOf({ tag, message }: Version): Release | null {
  return tag === null ? null : { tag, message: message ?? '' }
}
