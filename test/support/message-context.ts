// The message context over a database, without a channel, for the gateway's app in one process.
import type { MessageDeliveryRpc } from '../../src/contract/message-delivery.ts'
import type { MessageRpc, OrderCommandsRpc } from '../../src/contract/rpc.ts'
import { getFor, listFor, listProblemsFor } from '../../src/message/messages.ts'
import { recordedOnly } from '../../src/message/notifier.ts'
import { messagesPageFor } from '../../src/message/pages.tsx'
import { replayMessage, replayMessages } from '../../src/message/replay.ts'
import { receiveReport } from '../../src/message/reports.ts'
import { changeSettingsFor, settingsFor } from '../../src/message/settings.ts'
import type { Database } from '../../src/platform/database.ts'
import { inOne } from './shards.ts'
import { testVault } from './vault.ts'

/** By it the receiver of messages signs what it reports. */
export const webhookSecret = `whsec_${btoa('a secret of the tests')}`

export function messagePortsOver(database: Database, orders: OrderCommandsRpc, now: () => number) {
  const newId = () => crypto.randomUUID()
  return { shards: inOne(database), vault: testVault, notifier: recordedOnly, orders, now, random: () => 0, newId }
}

export function messageContext(ports: ReturnType<typeof messagePortsOver>): MessageRpc & MessageDeliveryRpc {
  return {
    list: (...args) => listFor(ports, ...args),
    get: (...args) => getFor(ports, ...args),
    settings: (...args) => settingsFor(ports, ...args),
    changeSettings: (...args) => changeSettingsFor(ports, ...args),
    listProblems: (...args) => listProblemsFor(ports, ...args),
    replay: (...args) => replayMessage(ports, ...args),
    replayAll: (...args) => replayMessages(ports, ...args),
    report: (...args) => receiveReport({ ...ports, secrets: webhookSecret }, ...args),
    page: (...args) => messagesPageFor(ports, ...args),
  }
}
