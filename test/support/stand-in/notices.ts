// A stand-in for the message context that keeps the notices it is given, for a test to read as their receiver would.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { AccountNotice, NoticesRpc } from '../../../src/contract/accounts.ts'

const sent: AccountNotice[] = []

export class Notices extends WorkerEntrypoint implements NoticesRpc {
  async send(notice: AccountNotice): Promise<void> {
    sent.push(notice)
  }
}

export default { fetch: () => Response.json(sent) } satisfies ExportedHandler
