// Runs scripts/<name>.ts. Written for any Node, so that a missing install is one clear line and not a stack.
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const name = process.argv[2]
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This needs Node 22.18 or newer, and this is ${process.versions.node}. ` +
      `Run "npm ci" and start it through npm, which brings its own Node: npm run ${name}`,
  )
  process.exit(1)
}
// What was compiled once is not again: a start has a fifth of a second less to do, and each process holds less.
module.enableCompileCache(fileURLToPath(new URL('../.wrangler/compile-cache', import.meta.url)))
process.argv.splice(1, 2, new URL(`${name}.ts`, import.meta.url).pathname)
await import(`./${name}.ts`)
