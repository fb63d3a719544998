// Which operations of two OpenAPI documents are the same text, with everything that they refer to: they need no
// comparison of their schemas.
import { refer, type Schema, type Side } from './documents.ts'

type Pair = { isSame: boolean; references: readonly string[] }

/** Whether an operation, the parts that it refers to and the default security have the same text in both documents. */
export function unchangedOperations(was: Schema, is: Schema): (before: Side, now: Side) => boolean {
  if (JSON.stringify(was['security']) !== JSON.stringify(is['security'])) return () => false
  const known = new Map<string, Pair>()
  const pairAt = (reference: string): Pair => {
    const pair = known.get(reference) ?? compared(refer(was, reference), refer(is, reference))
    known.set(reference, pair)
    return pair
  }
  return (before, now) => {
    const operation = compared(before.schema, now.schema)
    const reached = new Set(operation.references)
    // A set also visits the members that are added while it is read.
    for (const reference of reached) for (const further of pairAt(reference).references) reached.add(further)
    return operation.isSame && [...reached].every((reference) => pairAt(reference).isSame)
  }
}

function compared(before: unknown, now: unknown): Pair {
  const text = JSON.stringify(before) ?? ''
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference)
  return { isSame: text === JSON.stringify(now), references }
}
