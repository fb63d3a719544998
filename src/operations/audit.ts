// The audit as ops read it: what staff and ops did, in every context that records it.
import type { AuditEntry } from '../contract/audit.ts'
import type { Caller } from '../contract/caller.ts'
import { accepted, type Result } from '../contract/result.ts'
import type { Page, PageRequest } from '../contract/rpc.ts'
import { describeFault } from '../platform/log.ts'
import { readPage } from '../platform/paging.ts'
import { collectActs, listAudit } from './audit-store.ts'
import { type AuditFilterInput, parseAuditFilter } from './filter.ts'
import { type OperationsPorts, refusalFor } from './ports.ts'

type AuditPorts = Pick<OperationsPorts, 'database' | 'sources' | 'log'>

/** For ops only. The first page brings the newest acts of every source first, from those that answer. */
export async function listAuditFor(
  ports: AuditPorts,
  caller: Caller,
  filter: AuditFilterInput,
  page: PageRequest,
): Promise<Result<Page<AuditEntry>>> {
  const refusal = refusalFor(caller)
  if (refusal !== null) return refusal
  const parsed = parseAuditFilter(filter)
  if (!parsed.ok) return parsed
  const keyset = readPage(page)
  if (!keyset.ok) return keyset
  if (page.cursor === null) await collectAll(ports)
  return accepted(await listAudit(ports.database, parsed.value, keyset.value))
}

/** Bring the acts of every source. One that does not answer is asked again at the next round; nothing is lost. */
export async function collectAll({ database, sources, log }: AuditPorts): Promise<void> {
  await Promise.all(
    Object.entries(sources).map(async ([source, acts]) => {
      try {
        await collectActs(database, source, acts)
      } catch (fault) {
        log('acts_not_collected', { source, fault: describeFault(fault) })
      }
    }),
  )
}
