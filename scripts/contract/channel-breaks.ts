// What a subscriber (AsyncAPI 3.0) no longer hears, or can no longer read.
import { isSchema, record, refer, type Schema } from './documents.ts'
import { schemaBreaks } from './schema-breaks.ts'

/** A subscriber must go on hearing what it heard, and must be able to read it. */
export function channelBreaks(was: Schema, is: Schema): string[] {
  return Object.entries(record(was['channels'])).flatMap(([name, channel]) => {
    const today = record(is['channels'])[name]
    if (!isSchema(today)) return [`channel ${name}: it is gone`]
    return [
      ...(record(channel)['address'] === today['address'] ? [] : [`channel ${name}: its address was changed`]),
      ...Object.entries(record(record(channel)['messages'])).flatMap(([type, reference]) => {
        const message = record(today['messages'])[type]
        if (message === undefined) return [`channel ${name}: ${type} is no longer heard`]
        const [one, other] = [payloadOf(was, reference), payloadOf(is, message)]
        return schemaBreaks(
          `channel ${name} ${type}`,
          'both',
          { document: was, schema: one },
          { document: is, schema: other },
        )
      }),
    ]
  })
}

function payloadOf(document: Schema, message: unknown): unknown {
  return record(refer(document, String(record(message)['$ref'])))['payload']
}
