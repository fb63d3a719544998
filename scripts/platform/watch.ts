// node scripts/platform/watch.ts <arguments of wrangler>: one command of wrangler that ends when its parent has ended.
// Wrangler's own program lives on.

import { main } from '../wrangler-session/main.ts'
import { endWithParent } from './end-with-parent.ts'

endWithParent()
// It has said what is wrong.
await Promise.resolve(main(process.argv.slice(2))).catch(() => process.exit(1))
