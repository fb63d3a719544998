// The stand-in as a command: the account is the file that WRANGLER_ACCOUNT names.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { StandInAccount } from './account.ts'
import { runCommand } from './commands.ts'

const file = process.env['WRANGLER_ACCOUNT'] ?? ''
const account: StandInAccount = JSON.parse(readFileSync(file, 'utf8'))
const changes = account.changes.length
const { code, stdout, output } = runCommand(account, process.argv.slice(2))
// What only asks may run beside others.
if (account.changes.length > changes) {
  writeFileSync(`${file}.new`, JSON.stringify(account, null, 2))
  renameSync(`${file}.new`, file)
}
if (code === 0) process.stdout.write(stdout)
else process.stderr.write(output)
process.exitCode = code
