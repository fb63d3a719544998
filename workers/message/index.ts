// The message Worker: sends customers messages about their orders, and shows those that were sent.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { AccountNotice, NoticesRpc } from '../../src/contract/accounts.ts'
import type { Caller } from '../../src/contract/caller.ts'
import type { CustomerDataRpc } from '../../src/contract/customer-data.ts'
import type { MessageSettings } from '../../src/contract/customer-message.ts'
import type { HealthRpc, MessageRpc, PageRequest } from '../../src/contract/rpc.ts'
import { messageConfig } from '../../src/message/config.ts'
import * as events from '../../src/message/event-handler.ts'
import { getFor, listFor } from '../../src/message/messages.ts'
import { sendNotice } from '../../src/message/notices.ts'
import { recordedOnly } from '../../src/message/notifier.ts'
import { messagesPageFor } from '../../src/message/pages.tsx'
import { changeSettingsFor, settingsFor } from '../../src/message/settings.ts'
import { eraseSettings } from '../../src/message/settings-store.ts'
import { webhookNotifier } from '../../src/message/webhook.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { consume } from '../../src/platform/consume.ts'
import { contextLog } from '../../src/platform/log.ts'
import { checkMigrated } from '../../src/platform/migrations.ts'
import { subscriber } from '../../src/platform/subscriber.ts'

export interface MessageEnv extends Vars<typeof messageConfig> {
  MESSAGE_DB: D1Database
  DEAD_LETTERS: Queue<unknown>
}

export class Messages extends WorkerEntrypoint<MessageEnv> implements MessageRpc, HealthRpc {
  list(caller: Caller, orderId: string | null, page: PageRequest) {
    return listFor(portsOf(this.env), caller, orderId, page)
  }

  get(caller: Caller, messageId: string) {
    return getFor(portsOf(this.env), caller, messageId)
  }

  settings(caller: Caller) {
    return settingsFor(portsOf(this.env), caller)
  }

  changeSettings(caller: Caller, settings: MessageSettings) {
    return changeSettingsFor(portsOf(this.env), caller, settings)
  }

  page(caller: Caller, request: Request) {
    return messagesPageFor(portsOf(this.env), caller, request)
  }

  async ready(): Promise<{ ok: true }> {
    readConfig(messageConfig, this.env)
    await checkMigrated('message', 'MESSAGE_DB', this.env.MESSAGE_DB)
    return { ok: true }
  }
}

/** For the order's actor. */
export const Subscriber = subscriber(portsOf, events)

/** For operations. */
export class Customers extends WorkerEntrypoint<MessageEnv> implements CustomerDataRpc {
  eraseCustomer(customerId: string) {
    return eraseSettings(this.env.MESSAGE_DB, customerId)
  }
}

/** For identity. */
export class Notices extends WorkerEntrypoint<MessageEnv> implements NoticesRpc {
  send(notice: AccountNotice) {
    return sendNotice(notice, webhookOf(this.env), console.warn)
  }
}

/** Reached through bindings and its queue only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) =>
    consume(batch, env.DEAD_LETTERS, (messages) => events.handleOrderEvents(portsOf(env), messages), log),
} satisfies ExportedHandler<MessageEnv>

const log = contextLog('message')

function portsOf(env: MessageEnv): events.MessagePorts {
  return {
    database: env.MESSAGE_DB.withSession('first-primary'),
    notifier: webhookOf(env) ?? recordedOnly,
    vault: readConfig(messageConfig, env).PERSONAL_DATA_KEYS,
    now: Date.now,
  }
}

function webhookOf(env: MessageEnv) {
  const { MESSAGE_WEBHOOK_URL: url, MESSAGE_WEBHOOK_SECRET: secret } = readConfig(messageConfig, env)
  if (url === '') return null
  return webhookNotifier({ url, secret: secret ?? '', fetch: (input, init) => fetch(input, init), now: Date.now })
}
