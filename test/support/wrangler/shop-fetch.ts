// Loaded before a script: its fetch reaches the shop of the account that WRANGLER_ACCOUNT names.
import { readFileSync } from 'node:fs'
import { answerOf } from './shop.ts'

globalThis.fetch = async (input) => {
  const url = input instanceof Request ? input.url : String(input)
  return answerOf(JSON.parse(readFileSync(process.env['WRANGLER_ACCOUNT'] ?? '', 'utf8')), url)
}
