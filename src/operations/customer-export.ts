// The door to the export of a customer's data: who may have it, and the account that it begins with.
import type { Caller } from '../contract/caller.ts'
import type { AccountData } from '../contract/customer-data.ts'
import type { RequestMeta } from '../contract/idempotency.ts'
import { accepted, type Result } from '../contract/result.ts'
import { auditOf, type CustomerPorts, refusalOf } from './customer-erasure.ts'

/** See CustomersRpc. */
export async function exportCustomer(
  ports: Pick<CustomerPorts, 'database' | 'accounts' | 'now' | 'newId'>,
  caller: Caller,
  customerId: string,
  { requestId }: RequestMeta,
): Promise<Result<AccountData | null>> {
  const refusal = refusalOf(caller, 'exportCustomer', customerId)
  if (refusal !== null) return refusal
  const audited = auditOf(ports, caller, { customerId, reason: null, requestId }, 'exportCustomer')
  if (audited.length > 0) await ports.database.batch(audited)
  return accepted(await ports.accounts.accountData(customerId))
}
