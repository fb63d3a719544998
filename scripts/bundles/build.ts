// node scripts/bundles/build.ts <folder>: builds every Worker into a folder of its own, and writes beside them what the
// local runtime reads of their wrangler files.
import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { workersIn } from '../bundles.ts'
import { type PlatformWorker, root } from '../workers.ts'
import { bundleWorkers } from './esbuild.ts'
import { settingsFile } from './settings.ts'

const [folder = ''] = process.argv.slice(2)
const workers = workersIn(folder)
const assetsSchema = z.looseObject({ directory: z.string() }).optional()

try {
  const bundled = bundleWorkers(workers, folder)
  // Loading wrangler takes as long as bundling, which runs in esbuild's own process at the same time.
  const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import('wrangler')
  const settings = workers.map((worker) => settingsOf(worker))
  await bundled
  writeFileSync(join(folder, settingsFile), JSON.stringify(settings, null, 2))

  function settingsOf({ name, config, entry }: PlatformWorker): Record<string, unknown> {
    const read = unstable_readConfig({ config }, { hideWarnings: true })
    if (read.main !== entry) throw new Error(`${config} names another file than ${entry}`)
    const { rootPath, ...options } = unstable_getMiniflareWorkerOptions(read).workerOptions
    const assets = assetsSchema.parse(options['assets'])
    return {
      name,
      ...options,
      // Without the .dev.vars beside the wrangler file: a secret must not be kept with a bundle.
      bindings: read.vars,
      ...(assets ? { assets: { ...assets, directory: relative(root, assets.directory) } } : {}),
    }
  }
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault)
  process.exitCode = 1
}
