// node scripts/bundles/build.ts <folder>: builds every Worker into a folder of its own, as `wrangler deploy` does. One
// process for all of them: loading wrangler takes longer than building a Worker.
import { experimental_getWranglerCommands, unstable_readConfig } from 'wrangler'
import { z } from 'zod'
import { layOutAssets } from '../assets.ts'
import { workersIn } from '../bundles.ts'

type Deploy = (args: Record<string, unknown>, context: Record<string, unknown>) => Promise<void>

const commandSchema = z.object({ handler: z.custom<Deploy>((handler) => typeof handler === 'function') })
const deploy = commandSchema.parse(experimental_getWranglerCommands().registry.subtree.get('deploy')?.definition)

const [folder = ''] = process.argv.slice(2)

try {
  // The gateway's wrangler file names the folder of its static files.
  layOutAssets()
  await Promise.all(workersIn(folder).map(({ config, folder }) => build(config, folder)))
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault)
  process.exitCode = 1
}

async function build(path: string, outdir: string): Promise<void> {
  const config = unstable_readConfig({ config: path }, { hideWarnings: true })
  await deploy.handler({ config: path, dryRun: true, outdir, autoconfig: false, latest: false }, { config })
}
