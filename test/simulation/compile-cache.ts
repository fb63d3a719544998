// Node's cache of compiled modules, for threads that load the same files again and again. Import the files dynamically
// after the call: static imports are compiled before it.
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

/** With the cache, a thread loads the simulator in less than half of the time. */
export function cacheCompiledModules(): void {
  enableCompileCache(fileURLToPath(new URL('../../.wrangler/compile-cache', import.meta.url)))
}
