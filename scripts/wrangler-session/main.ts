// Wrangler's command line as a function of this process: `main(['dev', '-c', …])` resolves when the command is done.
import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

const require = createRequire(import.meta.url)
const cli = require.resolve('wrangler')

// Wrangler runs its command line only as the main module of a process, and does not export it.
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (url !== pathToFileURL(cli).href) return loaded
    return { ...loaded, source: `${loaded.source}\nexports.main = main\n` }
  },
})
export const { main } = z.object({ main: z.function({ input: [z.array(z.string())] }) }).parse(require(cli))
