// `npm run screenshots`: a picture of every page, in the folder screenshots/, which git ignores. With words after `--`:
// only those whose name has one of them.
import { fileURLToPath } from 'node:url'
import { takeScreenshots } from '../test/screenshots/screenshots.ts'

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url))
await takeScreenshots(folder, process.argv.slice(2))
console.log(`They are in ${folder}`)
