// What the platform's e-mail service tells of the mails that it took, by a queue (Email Sending event subscriptions).
import * as z from 'zod'
import { describeFault, type Log } from '../platform/log.ts'
import type { OrderShards } from '../platform/order-shards.ts'
import { bareId } from './email.ts'
import { databasesOf } from './homes.ts'
import { type Report, recordReport } from './progress-store.ts'

/** The part of a queue's batch that is used here. */
export type EmailEventBatch = {
  messages: readonly {
    id: string
    body: unknown
    attempts: number
    ack(): void
    retry(options: { delaySeconds: number }): void
  }[]
}

export type EmailEventPorts = { shards: OrderShards; log: Log }

/** An event can come before its message is recorded. One about a notice, which is not stored, is never found. */
const findTriesMax = 4
const retrySeconds = 30

/** Record what each event tells. One that repeats, or comes late, changes nothing. */
export async function handleEmailEvents({ shards, log }: EmailEventPorts, batch: EmailEventBatch): Promise<void> {
  const events = batch.messages.map((message) => ({ message, told: reportIn(message, log) }))
  const channelIds = events.flatMap(({ told }) => told?.channelId ?? [])
  const databases = databasesOf(shards, 'channel_id', channelIds)
  for (const { message, told } of events) {
    if (told === null) {
      message.ack()
      continue
    }
    try {
      const database = (await databases).get(told.channelId)
      const reported = { column: 'channel_id', id: told.channelId } as const
      const isKnown = database !== undefined && (await recordReport(database, reported, told.report))
      if (isKnown || message.attempts >= findTriesMax) message.ack()
      else message.retry({ delaySeconds: retrySeconds })
    } catch (fault) {
      log('email_event_retried', { id: message.id, attempts: message.attempts, fault: describeFault(fault) })
      message.retry({ delaySeconds: retrySeconds })
    }
  }
}

type Told = { channelId: string; report: Report }

/** The words in an event may name the address. Only its codes are read. */
const code = z
  .string()
  .regex(/^[\w.:-]{1,64}$/)
  .optional()
  .catch(undefined)

const eventSchema = z.object({
  type: z.string().startsWith('cf.email.sending.message.'),
  payload: z.object({
    messageId: z.string().min(1).max(998),
    delivery: z.object({ smtpEnhancedStatusCode: code }).optional(),
    bounce: z.object({ classification: code }).optional(),
    rejection: z.object({ reason: code }).optional(),
    failure: z.object({ reason: code }).optional(),
  }),
  metadata: z.object({ eventTimestamp: z.iso.datetime({ offset: true }) }),
})

/** Null for what is no event, and for one that settles nothing. */
function reportIn({ id, body }: EmailEventBatch['messages'][number], log: Log): Told | null {
  const event = eventSchema.safeParse(body)
  if (event.success) return reportOf(event.data)
  log('email_event_not_understood', { id })
  return null
}

/** Null for a delivery that is tried again, or a mail that was marked as spam. */
function reportOf({ type, payload, metadata }: z.infer<typeof eventSchema>): Told | null {
  const { messageId, delivery, bounce, rejection, failure } = payload
  const told = (status: Report['status'], cause: string | undefined = undefined) => ({
    channelId: bareId(messageId),
    report: { status, cause: cause ?? null, at: metadata.eventTimestamp },
  })
  switch (type) {
    case 'cf.email.sending.message.delivered':
      return told('delivered')
    case 'cf.email.sending.message.bounced':
      return told('bounced', delivery?.smtpEnhancedStatusCode ?? bounce?.classification)
    case 'cf.email.sending.message.rejected':
      return told('bounced', rejection?.reason)
    case 'cf.email.sending.message.failed':
      return told('bounced', failure?.reason)
    default:
      return null
  }
}
