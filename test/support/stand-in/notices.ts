// The stand-in for the message context: keeps its notices, so that a test can read them.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { AccountNotice, NoticesRpc } from '../../../src/contract/accounts.ts'

const sent: AccountNotice[] = []

export class Notices extends WorkerEntrypoint implements NoticesRpc {
  async send(notice: AccountNotice): Promise<void> {
    sent.push(notice)
  }
}

export default { fetch: () => Response.json(sent) } satisfies ExportedHandler
