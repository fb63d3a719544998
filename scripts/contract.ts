// `npm run contract`: whether docs/contract is what the code generates, and keeps what was released. `-- --write`
// generates it; `-- --release` makes it the released copy, which a contract that breaks the last one does not become.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { contractBreaks } from './contract/breaks.ts'
import { type ContractFiles, contractFolder, generateContract, readContract, releasedFolder } from './contract/files.ts'
import { withTable } from './variables.ts'
import { root } from './workers.ts'

const [flag] = process.argv.slice(2)
if (flag !== undefined && flag !== '--write' && flag !== '--release') {
  console.error(`"${flag}" is not known: --write, --release, or nothing to check.`)
  process.exit(2)
}
const now = generateContract()
const table = { path: `${root}docs/operations.md`, text: readFileSync(`${root}docs/operations.md`, 'utf8') }
if (flag === '--write') {
  write(contractFolder, now)
  table.text = withTable(table.text)
  writeFileSync(table.path, table.text)
}
const wrongs = [
  ...(table.text === withTable(table.text)
    ? []
    : ['the table of variables in docs/operations.md is not what the code generates: npm run contract -- --write']),
  ...differences(readContract(contractFolder), now),
  ...contractBreaks(readContract(releasedFolder), now),
]
if (wrongs.length > 0) {
  console.error(`The contracts are not as they should be:\n${wrongs.map((wrong) => `  ${wrong}`).join('\n')}`)
  process.exitCode = 1
} else {
  if (flag === '--release') write(releasedFolder, now)
  console.log(`${now.size} contract files, as the code generates them; nothing released is broken.`)
}

function differences(committed: ContractFiles, generated: ContractFiles): string[] {
  return [...new Set([...committed.keys(), ...generated.keys()])].flatMap((name) =>
    committed.get(name) === generated.get(name)
      ? []
      : [`docs/contract/${name} is not what the code generates: npm run contract -- --write`],
  )
}

/** The folder holds these files and no others of its kind; what was released stays. */
function write(folder: string, files: ContractFiles): void {
  for (const name of readContract(folder).keys()) rmSync(join(folder, name))
  for (const [name, text] of files) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}
