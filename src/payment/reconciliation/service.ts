// The reconciliation service: checks each call, which only ops may make, and answers it.
import * as z from 'zod'
import { mayCall } from '../../contract/authorization.ts'
import type { Caller } from '../../contract/caller.ts'
import { orderIdSchema } from '../../contract/ids.ts'
import type { PaymentView } from '../../contract/payment.ts'
import type { ReconciliationRpc } from '../../contract/reconciliation.ts'
import { accepted, refused } from '../../contract/result.ts'
import type { MaybeSealed } from '../../contract/sealed.ts'
import { actStatement, type NewAct } from '../../platform/acts.ts'
import type { Statement } from '../../platform/database.ts'
import { readPage } from '../../platform/paging.ts'
import { refusals } from '../domain/pay-response.ts'
import { joinRecords, type NamedRecord, recordsOf } from './records.ts'
import { type DisputePorts, reportDispute } from './report-dispute.ts'
import { type ReconcilePorts, reconcileStep, toReconciliation } from './run.ts'
import { listDifferences, listRuns, readRun } from './store.ts'

export type ReconciliationServicePorts = ReconcilePorts &
  DisputePorts & {
    payment: (orderId: string) => {
      repair(order: MaybeSealed, records: readonly NamedRecord[]): Promise<void>
      view(): Promise<PaymentView>
    }
    newId: () => string
  }

const noDay = refused({
  code: 'invalid_request',
  detail: '"day" must be a day that has begun, as in 2026-11-21.',
  field: 'day',
})

export function reconciliationService(ports: ReconciliationServicePorts): ReconciliationRpc {
  const { database } = ports
  return {
    async reconcile(caller, day, requestId) {
      if (!mayCall(caller.role, 'reconcile')) return refusals.notFor(caller.role)
      if (!z.iso.date().safeParse(day).success || Date.parse(day) > ports.now()) return noDay
      return await reconcileStep(ports, day, [beginning(ports, caller, day, requestId)])
    },

    async reconciliation(caller, day, page) {
      if (!mayCall(caller.role, 'readReconciliation')) return refusals.notFor(caller.role)
      const keyset = readPage(page)
      if (!keyset.ok) return keyset
      const run = await readRun(database, day)
      if (run === null) return accepted(null)
      const differences = await listDifferences(database, day, keyset.value)
      return accepted({ reconciliation: await toReconciliation(database, run), differences })
    },

    async reconciliations(caller, page) {
      if (!mayCall(caller.role, 'listReconciliations')) return refusals.notFor(caller.role)
      const keyset = readPage(page)
      if (!keyset.ok) return keyset
      const { items, cursor } = await listRuns(database, keyset.value)
      return accepted({ items: await Promise.all(items.map((run) => toReconciliation(database, run))), cursor })
    },

    async inquire(caller, orderId, requestId) {
      if (!mayCall(caller.role, 'inquire')) return refusals.notFor(caller.role)
      const order = orderIdSchema.safeParse(orderId).success ? await ports.orders.read(orderId) : null
      if (order === null) return refusals.notFound
      const outcome = await recordsOf(ports, orderId, await ports.paymentState(orderId))
      if (outcome.status !== 'read') return refusals.gateClosed
      const { records } = outcome
      // Before it is done: an inquiry that is cut off is made again, and both stand there.
      await actOf(ports, caller, { action: 'inquire', target: orderId, after: null, requestId }, 'NULL').run()
      let latest: MaybeSealed = order
      for (const dispute of joinRecords(records).disputes ?? []) {
        latest = (await reportDispute(ports, orderId, dispute)) ?? latest
      }
      const payment = ports.payment(orderId)
      await payment.repair(latest, records)
      return accepted(await payment.view())
    },
  }
}

type ActPorts = Pick<ReconciliationServicePorts, 'database' | 'now' | 'newId'>

/** The act of whoever begins the reconciliation of a day. Its steps after that are none. */
function beginning(ports: ActPorts, caller: Caller, day: string, requestId: string | undefined): Statement {
  const before = `(SELECT json_object('status', status) FROM reconciliations WHERE day = ?7)`
  return actOf(ports, caller, { action: 'reconcile', target: day, after: { status: 'reading' }, requestId }, before)
}

type Done = Pick<NewAct, 'action' | 'target' | 'after'> & { requestId: string | undefined }

function actOf({ database, now, newId }: ActPorts, caller: Caller, { requestId, ...done }: Done, before: string) {
  const act = {
    actId: newId(),
    at: new Date(now()).toISOString(),
    caller,
    ...done,
    requestId: requestId ?? null,
  }
  return actStatement(database, act, before, '')
}
