// What a client of the GraphQL schema can no longer do, as GraphQL's own library judges it.
import { buildSchema, DangerousChangeType, findBreakingChanges, findDangerousChanges } from 'graphql'

/** Nothing when one side has no schema: that a file is gone is said of every file alike. */
export function graphqlBreaks(before: string | undefined, now: string | undefined): string[] {
  if (before === undefined || now === undefined || before === now) return []
  const [was, is] = [buildSchema(before), buildSchema(now)]
  const dangers = findDangerousChanges(was, is).filter(({ type }) => changedDefaults.includes(type))
  return [...findBreakingChanges(was, is), ...dangers].map(({ description }) => `schema.graphql: ${description}`)
}

/**
 * Of what the library only calls dangerous, a changed default breaks whoever left the argument out. The rest (one more
 * value, argument or input that may be left out) is growth.
 */
const changedDefaults: readonly string[] = [
  DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
  DangerousChangeType.INPUT_FIELD_DEFAULT_VALUE_CHANGE,
]
