// Collects the figures: what operations has itself, what other contexts read from their stores, and the queues.
import type { Figure, FiguresRpc } from '../../contract/figures.ts'
import { type Subscriber, subscribers, takesTogether } from '../../contract/routing.ts'
import type { Database } from '../../platform/database.ts'
import { describeFault, type Log } from '../../platform/log.ts'
import { withTimeout } from '../../platform/timeout.ts'
import { lastRun } from '../synthetic-store.ts'
import { countOpenLetters, foldSamples, readFigures } from './store.ts'

/** As the platform tells it of a queue. */
export type Backlog = { backlogCount: number; oldestMessageTimestamp?: Date | undefined }

/** Of one queue, by its name on the account. */
export type EventBacklog = { subscriber: Subscriber; queue: string; read: () => Promise<Backlog> }

export type FigurePorts = {
  database: Database
  /** The contexts that have figures of their own, by name. */
  figureSources: Readonly<Record<string, FiguresRpc>>
  backlogs: readonly EventBacklog[]
  now: () => number
  log: Log
}

const answerMsMax = 10_000

/** Every figure that can be read now. What does not answer is left out, and logged. */
export async function collectFigures(ports: FigurePorts): Promise<Figure[]> {
  const { database, figureSources, backlogs, now, log } = ports
  await foldSamples(database, now())
  const tryTo = async (source: string, read: () => Promise<Figure[]>): Promise<Figure[]> => {
    try {
      return await withTimeout(answerMsMax, read())
    } catch (fault) {
      log('figures_not_collected', { source, fault: describeFault(fault) })
      return []
    }
  }
  const [own, letters, synthetic, ...others] = await Promise.all([
    readFigures(database, now()),
    countOpenLetters(database),
    readSynthetic(database, now()),
    ...Object.entries(figureSources).map(([name, source]) => tryTo(name, () => source.figures())),
    ...backlogs.map((backlog) =>
      tryTo(backlog.queue, async () => backlogFigures(backlog, await backlog.read(), now())),
    ),
  ])
  return [...withZeros(own), ...letters, ...synthetic, ...others.flat()]
}

/** A run that is older tells nothing of now: none are placed any more. */
const syntheticMsMax = 3_600_000

async function readSynthetic(database: Database, now: number): Promise<Figure[]> {
  const run = await lastRun(database)
  if (run === null || now - Date.parse(run.startedAt) > syntheticMsMax) return []
  return [{ name: 'homeappliance_synthetic_order_failed', labels: [], value: run.failedStep === null ? 0 : 1 }]
}

function backlogFigures(
  { subscriber, queue }: EventBacklog,
  { backlogCount, oldestMessageTimestamp }: Backlog,
  now: number,
): Figure[] {
  const since = oldestMessageTimestamp?.getTime() ?? 0
  const seconds = backlogCount === 0 || since === 0 ? 0 : Math.max(0, now - since) / 1000
  return [
    { name: 'homeappliance_queue_backlog_messages', labels: [subscriber, queue], value: backlogCount },
    { name: 'homeappliance_queue_oldest_message_seconds', labels: [subscriber, queue], value: seconds },
  ]
}

/** Workers tell of these only while something is late, so silence means 0. */
function withZeros(figures: readonly Figure[]): Figure[] {
  const zeros = (['homeappliance_outbox_age_seconds', 'homeappliance_projection_lag_seconds'] as const).flatMap(
    (name) =>
      subscribers
        .filter((subscriber) => name !== 'homeappliance_outbox_age_seconds' || !takesTogether(subscriber))
        .filter((subscriber) => !figures.some((one) => one.name === name && one.labels[0] === subscriber))
        .map((subscriber): Figure => ({ name, labels: [subscriber], value: 0 })),
  )
  return [...figures, ...zeros]
}
