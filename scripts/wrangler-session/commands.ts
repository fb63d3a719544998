// The process of a wrangler session: runs each command that it is sent, and sends back what the command printed.
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
const { main } = z.object({ main: z.function({ input: [z.array(z.string())] }) }).parse(require(cli))
// Wrangler closes the channel to its parent process after a command.
process.disconnect = () => {}
const print = { stdout: process.stdout.write, stderr: process.stderr.write }

process.on('message', async (message) => {
  let stdout = ''
  let output = ''
  process.stdout.write = (chunk: string | Uint8Array) => {
    stdout += chunk
    output += chunk
    return true
  }
  process.stderr.write = (chunk: string | Uint8Array) => {
    output += chunk
    return true
  }
  const code = await Promise.resolve(main(z.array(z.string()).parse(message))).then(
    () => 0,
    () => 1,
  )
  process.stdout.write = print.stdout
  process.stderr.write = print.stderr
  process.send?.({ code, stdout, output })
})
