// `npm run deploy -- --origin https://shop.example`: checks, databases, then every Worker, callees before their
// callers, with a smoke check after each step; a step that fails takes the release back. `-- --dry-run` shows the plan
// and bundles everything, with no account and offline.
import { layOutAssets } from './assets.ts'
import { bundleAll } from './deploy/bundle.ts'
import { deploy, readShop } from './deploy/deployment.ts'
import { deployOptions } from './deploy/options.ts'
import { describe, emptyAccount, planDeployment, warningsOf } from './deploy/plan.ts'
import { withTools } from './deploy/tools.ts'

const usage = `usage: npm run deploy -- --origin https://shop.example    (later, the address before is the default)
         [--only payment,gateway] [--gradual 10,50,100] [--skip-checks]
       npm run deploy -- --dry-run`

await withTools(usage, deployOptions, async (options, tools) => {
  layOutAssets()
  const configs = readShop()
  for (const warning of warningsOf(configs)) tools.print(`Warning: ${warning}`)
  if (!options.isDryRun) return await deploy(configs, options, tools)

  const wanted = { ...options, origin: options.origin ?? 'https://<--origin>', release: { tag: '', message: '' } }
  tools.print('The plan for an empty account:')
  for (const [index, step] of planDeployment(configs, emptyAccount, wanted).entries()) {
    tools.print(`  ${String(index + 1).padStart(2)}. ${describe(step)}`)
  }
  tools.print(`Bundling ${configs.length} Workers …`)
  await bundleAll(configs, tools.folder, tools.bundler)
  tools.print('The dry run found nothing wrong. Nothing was deployed.')
  return true
})
