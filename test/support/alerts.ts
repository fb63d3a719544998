// The figures and alerts, as operations wires them, over SQLite in Node.
import { readOrderFigures } from '../../src/analytics/order-figures.ts'
import type { AlertsRpc } from '../../src/contract/alert.ts'
import type { CollectorRpc } from '../../src/contract/figures.ts'
import { judgeAlerts, listAlerts, readMetrics, silenceAlert } from '../../src/operations/alerts/alerts.ts'
import type { AlertPorts } from '../../src/operations/alerts/run.ts'
import { addSample } from '../../src/operations/figures/store.ts'
import { readAttentionFigures } from '../../src/ordermanagement/attention-figures.ts'
import type { Database } from '../../src/platform/database.ts'

type Databases = Record<'analytics' | 'ordermanagement' | 'operations', Database>

/** Nothing outside of operations. */
export function alertPorts(database: Database, now: () => number): AlertPorts {
  return { database, figureSources: {}, backlogs: [], dataset: undefined, channel: null, now, log: () => {} }
}

export function alertsOver({ analytics, ordermanagement, operations }: Databases, now: () => number) {
  const day = () => new Date(now()).toISOString().slice(0, 10)
  const ports = {
    ...alertPorts(operations, now),
    newId: () => crypto.randomUUID(),
    figureSources: {
      ordermanagement: { figures: () => readAttentionFigures([ordermanagement]) },
      analytics: { figures: () => readOrderFigures(analytics, day()) },
    },
  }
  const service: AlertsRpc = {
    alerts: (...args) => listAlerts(ports, ...args),
    judgeAlerts: (...args) => judgeAlerts(ports, ...args),
    silenceAlert: (...args) => silenceAlert(ports, ...args),
    metrics: (...args) => readMetrics(ports, ...args),
  }
  const collector: CollectorRpc = { collect: (sample) => addSample(operations, sample, now()) }
  return { ports, service, collector }
}
