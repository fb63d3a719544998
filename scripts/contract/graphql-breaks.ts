// Breaks of the GraphQL schema, as GraphQL's own library finds them.
import { buildSchema, DangerousChangeType, findBreakingChanges, findDangerousChanges } from 'graphql'

/** None when one side has no schema: breaks.ts reports a missing file. */
export function graphqlBreaks(before: string | undefined, now: string | undefined): string[] {
  if (before === undefined || now === undefined || before === now) return []
  const [was, is] = [buildSchema(before), buildSchema(now)]
  const dangers = findDangerousChanges(was, is).filter(({ type }) => changedDefaults.includes(type))
  return [...findBreakingChanges(was, is), ...dangers].map(({ description }) => `schema.graphql: ${description}`)
}

/**
 * Of the changes that the library calls dangerous, a changed default breaks a client that leaves the argument out. The
 * others (a new value, a new argument or input that is optional) are growth.
 */
const changedDefaults: readonly string[] = [
  DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
  DangerousChangeType.INPUT_FIELD_DEFAULT_VALUE_CHANGE,
]
