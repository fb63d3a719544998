// The compile cache of this process for the processes that it starts: they load the same large packages.
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'

/** The environment variable for a child process; nothing when this process has no compile cache. */
export function compileCache(): Record<string, string> {
  const folder = getCompileCacheDir()
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) }
}
