// The message Worker: sends customers messages about their orders, and shows those that were sent.
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { AccountEmailsRpc, AccountNotice, NoticesRpc } from '../../src/contract/accounts.ts'
import type { ActsRpc } from '../../src/contract/audit.ts'
import type { CustomerDataRpc } from '../../src/contract/customer-data.ts'
import type { MessageDeliveryRpc } from '../../src/contract/message-delivery.ts'
import type { HealthRpc, MessageRpc, OrderCommandsRpc } from '../../src/contract/rpc.ts'
import { channelOf } from '../../src/message/channel.ts'
import { messageConfig } from '../../src/message/config.ts'
import type { EmailBinding } from '../../src/message/email.ts'
import { handleEmailEvents } from '../../src/message/email-events.ts'
import * as events from '../../src/message/event-handler.ts'
import { settingsIn } from '../../src/message/homes.ts'
import { getFor, listFor, listProblemsFor } from '../../src/message/messages.ts'
import { sendNotice } from '../../src/message/notices.ts'
import { recordedOnly } from '../../src/message/notifier.ts'
import { type MessagePagePorts, messagesPageFor } from '../../src/message/pages.tsx'
import { replayMessage, replayMessages } from '../../src/message/replay.ts'
import { receiveReport } from '../../src/message/reports.ts'
import type { MessagePorts } from '../../src/message/sending.ts'
import { changeSettingsFor, settingsFor } from '../../src/message/settings.ts'
import { eraseSettings } from '../../src/message/settings-store.ts'
import { actsInOne } from '../../src/platform/acts.ts'
import { boundDatabases, type DatabaseBindings } from '../../src/platform/bound-databases.ts'
import { readConfig, type Vars } from '../../src/platform/config.ts'
import { consume } from '../../src/platform/consume.ts'
import { contextLog } from '../../src/platform/log.ts'
import { checkAllMigrated } from '../../src/platform/migrations.ts'
import { openShards } from '../../src/platform/order-shards.ts'
import { databasesOfRegions } from '../../src/platform/region.ts'
import { subscriber } from '../../src/platform/subscriber.ts'

export interface MessageEnv extends Vars<typeof messageConfig>, DatabaseBindings<'MESSAGE_DB', D1Database> {
  EMAIL: EmailBinding
  DEAD_LETTERS: Queue<unknown>
  ACCOUNT_EMAILS: AccountEmailsRpc
  ORDER_COMMANDS: OrderCommandsRpc
}

type Rpc = MessageRpc & MessageDeliveryRpc
type Call<T extends keyof Rpc> = Parameters<Rpc[T]>

export class Messages extends WorkerEntrypoint<MessageEnv> implements MessageRpc, MessageDeliveryRpc, HealthRpc {
  list(...args: Call<'list'>) {
    return listFor(portsOf(this.env), ...args)
  }

  get(...args: Call<'get'>) {
    return getFor(portsOf(this.env), ...args)
  }

  listProblems(...args: Call<'listProblems'>) {
    return listProblemsFor(portsOf(this.env), ...args)
  }

  replay(...args: Call<'replay'>) {
    return replayMessage(portsOf(this.env), ...args)
  }

  replayAll(...args: Call<'replayAll'>) {
    return replayMessages(portsOf(this.env), ...args)
  }

  report(...args: Call<'report'>) {
    const { MESSAGE_WEBHOOK_SECRET: secrets } = readConfig(messageConfig, this.env)
    return receiveReport({ shards: shardsOf(this.env), secrets: secrets ?? '', now: Date.now }, ...args)
  }

  settings(...args: Call<'settings'>) {
    return settingsFor(portsOf(this.env), ...args)
  }

  changeSettings(...args: Call<'changeSettings'>) {
    return changeSettingsFor(portsOf(this.env), ...args)
  }

  page(...args: Call<'page'>) {
    return messagesPageFor(portsOf(this.env), ...args)
  }

  async ready(): Promise<{ ok: true }> {
    shardsOf(this.env)
    await checkAllMigrated('message', databasesOfRegions(this.env, databasesOf))
    return { ok: true }
  }
}

/** For the order's actor. */
export const Subscriber = subscriber(portsOf, events)

/** For operations. */
export class Customers extends WorkerEntrypoint<MessageEnv> implements CustomerDataRpc {
  eraseCustomer(customerId: string) {
    return eraseSettings(settingsIn(shardsOf(this.env)), customerId)
  }
}

/** For identity. */
export class Notices extends WorkerEntrypoint<MessageEnv> implements NoticesRpc {
  send(notice: AccountNotice) {
    return sendNotice(notice, openChannel(this.env), console.warn)
  }
}

/** For operations. */
export class Acts extends WorkerEntrypoint<MessageEnv> implements ActsRpc {
  actsAfter(seq: number, limit: number, database?: number) {
    return actsInOne(shardsOf(this.env), seq, limit, database)
  }
}

/** What the platform's e-mail service tells of mails. */
const emailEventQueue = 'homeappliance-message-email-events'

/** Reached through bindings and its queues only. */
export default {
  fetch: () => new Response(null, { status: 404 }),
  queue: (batch, env) =>
    batch.queue === emailEventQueue
      ? handleEmailEvents({ shards: shardsOf(env), log }, batch)
      : consume(batch, env.DEAD_LETTERS, (messages) => events.handleOrderEvents(portsOf(env), messages), log),
} satisfies ExportedHandler<MessageEnv>

const log = contextLog('message')

function portsOf(env: MessageEnv): MessagePagePorts & MessagePorts {
  return {
    shards: shardsOf(env),
    notifier: openChannel(env) ?? recordedOnly,
    vault: readConfig(messageConfig, env).PERSONAL_DATA_KEYS,
    orders: env.ORDER_COMMANDS,
    now: Date.now,
    random: Math.random,
    newId: () => crypto.randomUUID(),
  }
}

function databasesOf(env: MessageEnv): ReadonlyMap<string, D1Database> {
  return boundDatabases<'MESSAGE_DB', D1Database>(env, 'MESSAGE_DB')
}

function shardsOf(env: MessageEnv) {
  return openShards(env, 'MESSAGE_DB', (own) => readConfig(messageConfig, own).MESSAGE_LAYOUTS)
}

function openChannel(env: MessageEnv) {
  return channelOf(readConfig(messageConfig, env), {
    webhook: { fetch: (input, init) => fetch(input, init), now: Date.now },
    email: { binding: env.EMAIL, addressOf: (accountId) => env.ACCOUNT_EMAILS.emailOf(accountId) },
  })
}
