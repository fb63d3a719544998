// The stand-in for identity while the message context is tested: it knows the address of some accounts.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { AccountEmailsRpc } from '../../../src/contract/accounts.ts'
import { knownEmails } from '../account-emails.ts'

export class AccountEmails extends WorkerEntrypoint implements AccountEmailsRpc {
  async emailOf(accountId: string): Promise<string | null> {
    return knownEmails[accountId] ?? null
  }
}

export default { fetch: () => new Response(null, { status: 404 }) } satisfies ExportedHandler
