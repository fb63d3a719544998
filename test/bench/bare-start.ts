// node test/bench/bare-start.ts <folder>: the shortest start that is possible on this machine. It opens the test
// harness with one bare Worker, and ends after the first answer.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTestHarness } from 'wrangler'

const [folder = ''] = process.argv.slice(2)
writeFileSync(join(folder, 'bare.js'), "export default { fetch: () => new Response('bare') }")
const config = { name: 'bare', main: 'bare.js', compatibility_date: '2026-11-01' }
const harness = createTestHarness({ root: folder, workers: [{ config }] })
const { url } = await harness.listen()
console.log(await (await fetch(url)).text())
await harness.close()
process.exit(0)
