// Breaks of the events (AsyncAPI 3.0): messages that a subscriber no longer gets, or can no longer read.
import { isSchema, part, plain, record, type Schema, type Side } from './documents.ts'
import { schemaBreaks } from './schema-breaks.ts'

/** Every message of a channel must stay in it, and stay readable. */
export function channelBreaks(was: Schema, is: Schema): string[] {
  return Object.entries(record(was['channels'])).flatMap(([name, channel]) => {
    const today = record(is['channels'])[name]
    if (!isSchema(today)) return [`channel ${name}: it is gone`]
    return [
      ...(record(channel)['address'] === today['address'] ? [] : [`channel ${name}: its address was changed`]),
      ...Object.entries(record(record(channel)['messages'])).flatMap(([type, message]) => {
        const place = `channel ${name} ${type}`
        const messageNow = record(today['messages'])[type]
        if (messageNow === undefined) return [`channel ${name}: ${type} is no longer heard`]
        return messageBreaks(place, { document: was, schema: message }, { document: is, schema: messageNow })
      }),
    ]
  })
}

function messageBreaks(place: string, before: Side, now: Side): string[] {
  const [was, is] = [
    { ...before, schema: plain(before) },
    { ...now, schema: plain(now) },
  ]
  return [
    ...(contentType(was) === contentType(is) ? [] : [`${place}: its contentType was changed`]),
    ...schemaBreaks(place, 'both', part(was, 'payload'), part(is, 'payload')),
  ]
}

function contentType(message: Side): unknown {
  return part(message, 'contentType').schema ?? message.document['defaultContentType']
}
