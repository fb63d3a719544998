// Bundles every Worker as it will be deployed, without an account, and looks whether they export what others call.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DeployFault, type Wrangler } from './account.ts'
import type { WorkerConfig } from './configs.ts'
import { exportsOf, faultsOfExports } from './faults.ts'

/** Bundles go into `folder`. Throws DeployFault when one cannot be built, or lacks an export. */
export async function bundleAll(workers: readonly WorkerConfig[], folder: string, wrangler: Wrangler): Promise<void> {
  const exports = new Map<string, string[]>()
  for (const { name, config } of workers) {
    const outdir = join(folder, name)
    const reported = await wrangler(['deploy', '--dry-run', '--outdir', outdir, '-c', config])
    if (reported.code !== 0) throw new DeployFault(`${name} cannot be bundled:\n${reported.output.trim()}`)
    exports.set(name, exportsOf(readFileSync(join(outdir, 'index.js'), 'utf8')))
  }
  const faults = faultsOfExports(workers, exports)
  if (faults.length > 0) throw new DeployFault(faults.join('\n'))
}
