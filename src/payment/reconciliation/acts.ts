// What the staff and ops do to payments, for the audit.
import { actStatement } from '../../platform/acts.ts'
import type { Database } from '../../platform/database.ts'
import type { SettledRefund } from '../domain/refund.ts'

/** The act of whoever has settled a refund by hand: there once, by the refund's id. */
export async function recordSettlement(database: Database, orderId: string, refund: SettledRefund): Promise<void> {
  const { refundId, amount, doneAt, settlement } = refund
  const { way, reference, by, requestId } = settlement
  const act = {
    actId: `settled-${refundId}`,
    at: new Date(doneAt).toISOString(),
    caller: by,
    action: 'settleRefund' as const,
    target: orderId,
    after: { refundId, ...amount, way, reference },
    requestId,
  }
  const before = `json_object('status', 'due')`
  await actStatement(database, act, before, 'WHERE NOT EXISTS (SELECT 1 FROM acts WHERE act_id = ?1)').run()
}
