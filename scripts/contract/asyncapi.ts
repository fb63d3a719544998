// The events as AsyncAPI 3.0: one channel for each subscriber's queue, with the events that it subscribes to.
import { z } from 'zod'
import { eventTypes, recordedEventSchema } from '../../src/contract/events.ts'
import { liveFrameSchema } from '../../src/contract/live.ts'
import { type OrderMessage, orderMessage, orderMessageSchema } from '../../src/contract/message.ts'
import { orderSummarySchema } from '../../src/contract/order.ts'
import { queueOf, routing, type Subscriber, subscribers, takesTogether } from '../../src/contract/routing.ts'
import { withContact } from '../../src/contract/view.ts'
import { exampleEvents, exampleOrder, openExample } from './example-events.ts'

/** One that gets its events together has no queue. */
const queued = subscribers.filter((subscriber) => !takesTogether(subscriber))

export function asyncApiDocument() {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Events of the homeappliance store',
      version: '1.0.0',
      description:
        'All events of an order are born in its actor, in one sequence. They may repeat and come out of order: ' +
        'the newest `sequence` of an order wins.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: {
      ...Object.fromEntries(queued.map((subscriber) => [subscriber, channelOf(subscriber)])),
      live: liveChannel,
    },
    operations: {
      ...Object.fromEntries(
        queued.flatMap((subscriber) => [
          [`sendTo_${subscriber}`, operation('send', subscriber)],
          [`hear_${subscriber}`, operation('receive', subscriber)],
        ]),
      ),
      followMyPages: {
        action: 'send',
        summary: 'A customer’s open page is told of each change of their orders',
        channel: { $ref: '#/channels/live' },
      },
    },
    components: {
      messages: {
        ...Object.fromEntries(eventTypes.map((type) => [type, messageOf(type)])),
        ...Object.fromEntries(liveFrameSchema.options.map((frame) => [liveNameOf(frame), liveMessageOf(frame)])),
      },
      schemas: {
        Order: schemaOf(orderSummarySchema),
        ...Object.fromEntries(recordedEventSchema.options.map((event) => [event.shape.type.value, schemaOf(event)])),
      },
    },
  }
}

type Frame = (typeof liveFrameSchema.options)[number]

const liveNameOf = (frame: Frame) => `live_${frame.shape.event.value}`

const liveChannel = {
  address: '/myPages/live',
  description: 'A WebSocket of the API: see its document for how it is opened, resumed and closed.',
  messages: Object.fromEntries(
    liveFrameSchema.options.map(liveNameOf).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
  ),
}

function liveMessageOf(frame: Frame) {
  const { event, ...rest } = frame.shape
  const id = `1795000000000${'order' in rest ? `-${exampleOrder.orderId}` : ''}`
  const age = { projectedAt: exampleOrder.updatedAt, ageSeconds: 0.3 }
  const { sealed: _, ...shown } = openExample
  const order = { ...withContact(shown), ...age }
  const payload = { event: event.value, id, ...('order' in rest ? { order } : {}) }
  return {
    name: event.value,
    title: liveNameOf(frame),
    contentType: 'application/json',
    payload: schemaOf(frame),
    examples: [{ name: event.value, payload }],
  }
}

function channelOf(subscriber: Subscriber) {
  const { subscribesTo, needsContact } = routing[subscriber]
  const contact = needsContact ? 'With the contact of the customer.' : 'Without the contact: `order.contact` is null.'
  return {
    address: queueOf(subscriber, 0).name,
    description: `${contact} Where orders are spread over several queues, each further address ends in its number.`,
    messages: Object.fromEntries(subscribesTo.map((type) => [type, { $ref: `#/components/messages/${type}` }])),
  }
}

function operation(action: 'send' | 'receive', subscriber: string) {
  const summary = action === 'send' ? 'The order tells it' : `The context "${subscriber}" hears it`
  return { action, summary, channel: { $ref: `#/channels/${subscriber}` } }
}

/** The message of an event: CloudEvents 1.0.2 in JSON format, with the event and the order after it. */
function messageOf(type: (typeof eventTypes)[number]) {
  const { properties, ...envelope } = schemaOf(orderMessageSchema)
  const data = {
    type: 'object',
    properties: {
      event: { $ref: `#/components/schemas/${type}` },
      order: { $ref: '#/components/schemas/Order' },
      preceding: schemaOf(orderMessageSchema.shape.data.shape.preceding),
    },
    required: ['event', 'order'],
  }
  const event = exampleEvents[type]
  const payload: OrderMessage = orderMessage(event, { ...exampleOrder, seq: event.seq, updatedAt: event.at })
  return {
    name: payload.type,
    title: type,
    contentType: 'application/cloudevents+json',
    payload: { ...envelope, properties: { ...properties, type: { type: 'string', const: payload.type }, data } },
    examples: [{ name: type, payload }],
  }
}

/** The schema for readers: a field that is absent in messages of older releases is optional. */
function schemaOf(schema: z.ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}
