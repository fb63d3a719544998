// Rows of a projection that are read for a list: one that is broken does not keep the others from being shown.
import * as z from 'zod'
import type { SqlRow } from './database.ts'
import type { Log } from './log.ts'

/**
 * What `read` makes of each row that has an order as it is stored. One whose JSON was broken by hand is left out and
 * logged: a rebuild repairs it. `order_id` is one of the columns.
 */
export function readableRows<T>(rows: readonly SqlRow[], read: (row: SqlRow) => T, log: Log): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)]
    } catch (fault) {
      if (!(fault instanceof SyntaxError || fault instanceof z.ZodError)) throw fault
      // The words of the fault may have a part of the row in them.
      log('row_not_readable', { orderId: String(row['order_id']), traceparent: undefined, fault: fault.name })
      return []
    }
  })
}

/** The JSON of a column, for SQL that looks into it: one that is broken has nothing in it. */
export const readableJson = (column: string) => `IIF(json_valid(${column}), ${column}, '{}')`
