// Loads what the worklist's page shows: the orders of a tab or a search, and the counts; or all of them as CSV.
import type { Caller } from '../contract/caller.ts'
import { readerOf } from '../contract/language.ts'
import type { Result } from '../contract/result.ts'
import type { Page, WorklistRow } from '../contract/rpc.ts'
import { pageSizeMax } from '../platform/cursor.ts'
import { notFoundPage } from '../web/error-pages.tsx'
import { renderPage } from '../web/page.tsx'
import type { Outcome } from './bulk.ts'
import { csvStream } from './csv.ts'
import { worklistPage } from './list-view.tsx'
import { countWork } from './store.ts'
import { listedOf, type Shown } from './tabs.ts'
import { listRows, type WorkPorts } from './worklist.ts'

export const worklistPageSize = 25

type Told = { cursor?: string | null; outcomes?: readonly Outcome[]; error?: string | null; status?: number }

export async function showWorklist(
  ports: WorkPorts,
  caller: Caller,
  shown: Shown,
  { cursor = null, outcomes = [], error = null, status = 200 }: Told = {},
): Promise<Response> {
  const [page, counts] = await Promise.all([
    listRows(ports, caller, listedOf(shown), { limit: worklistPageSize, cursor }),
    countWork(ports.shards.all),
  ])
  if (!page.ok) return notFoundPage(caller, page.rejection)
  return renderPage(worklistPage(caller, { shown, page: page.value, counts, outcomes, error }), status)
}

/** The first page is read before the answer begins, so that a fault of it is an error and no file. */
export async function downloadWorklist(ports: WorkPorts, caller: Caller, shown: Shown): Promise<Response> {
  const read = (cursor: string | null) => listRows(ports, caller, listedOf(shown), { limit: pageSizeMax, cursor })
  const first: Result<Page<WorklistRow>> = await read(null)
  if (!first.ok) return notFoundPage(caller, first.rejection)
  const next = async (cursor: string) => {
    const page = await read(cursor)
    if (!page.ok) throw new Error(page.rejection.detail)
    return page.value
  }
  const day = new Date(ports.now()).toISOString().slice(0, 10)
  return new Response(csvStream(first.value, next, readerOf(caller)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="worklist-${day}.csv"`,
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'`,
      'x-content-type-options': 'nosniff',
    },
  })
}
