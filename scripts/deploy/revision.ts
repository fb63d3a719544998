// The commit that is deployed, and how it relates to those that run: asked of git.
import { execFileSync, spawnSync } from 'node:child_process'
import { DeployFault } from './account.ts'
import type { Contains } from './migrations.ts'

/** The characters of a commit that are enough for a tag. */
const tagLength = 10
/** What the account keeps of a message. */
const messageLengthMax = 100

/** The release of a clean clone. Throws DeployFault when the tree is none, or holds what no commit has. */
export function readRelease(folder: string, origin: string) {
  const changed = git(folder, 'status', '--porcelain')
  if (changed === null) throw new DeployFault('This is no clone of git: each version is tagged with its commit.')
  if (changed !== '') {
    throw new DeployFault(`Commit first, since each version is tagged with its commit. Not committed is:\n${changed}`)
  }
  const tag = (git(folder, 'rev-parse', 'HEAD') ?? '').slice(0, tagLength)
  const subject = git(folder, 'log', '-1', '--format=%s') ?? ''
  return { tag, message: `${origin} ${subject}`.slice(0, messageLengthMax) }
}

export function containsIn(folder: string): Contains {
  return (ancestor, commit) => {
    const { status } = spawnSync('git', ['merge-base', '--is-ancestor', ancestor, commit], { cwd: folder })
    if (status === 0) return true
    return status === 1 ? false : null
  }
}

function git(folder: string, ...args: string[]): string | null {
  try {
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trimEnd()
  } catch {
    return null
  }
}
