// `npm run rollback`: what was deployed last goes back to what ran before, callers before callees. First of all that is
// a deployment that was broken off. `-- --only payment` for some Workers, `-- --to <tag>` for a release by its tag.
import { readShop } from './deploy/deployment.ts'
import { rollbackOptions } from './deploy/options.ts'
import { rollBackOnDemand } from './deploy/rollback-on-demand.ts'
import { withTools } from './deploy/tools.ts'

const usage = 'usage: npm run rollback -- [--only payment,gateway] [--to <tag>] [--origin https://shop.example]'

await withTools(usage, rollbackOptions, (options, tools) => rollBackOnDemand(readShop(), options, tools))
