// What the couriers see: their deliveries, and one delivery with its address, its phone and what can be done about it.
import type { Caller } from '../contract/caller.ts'
import type { DeliveryRow, Page as ListPage } from '../contract/rpc.ts'
import { deliveryStatuses } from '../contract/rpc.ts'
import { Badge, Notice, type Tone, When } from '../web/components.tsx'
import { linksFor } from '../web/links.ts'
import { goodsOf } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'

type Status = DeliveryRow['status']

export type DeliveryView = {
  delivery: DeliveryRow
  /** The result of the last form, or why it was refused. */
  flash: { tone: Tone; text: string } | null
}

export function deliveriesPage(caller: Caller, status: Status, { items, cursor }: ListPage<DeliveryRow>): Page {
  const content = (
    <>
      <div class="head">
        <h1>Deliveries</h1>
      </div>
      <Tabs status={status} />
      {items.length === 0 ? (
        <div class="card empty">
          <p>{emptyTexts[status]}</p>
        </div>
      ) : (
        <ul class="list">
          {items.map((delivery) => (
            <DeliveryCard delivery={delivery} />
          ))}
        </ul>
      )}
      {cursor !== null && (
        <p>
          <a href={`/courier?${new URLSearchParams({ status, cursor })}`}>Older deliveries</a>
        </p>
      )}
    </>
  )
  return { title: 'Deliveries', content, links: linksFor(caller.role, '/courier'), visitor: caller.name }
}

export function deliveryPage(caller: Caller, { delivery, flash }: DeliveryView): Page {
  const title = `Delivery to ${delivery.customerName}`
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href="/courier">Deliveries</a>
        </p>
        <h1>{title}</h1>
        <Badge tone={statusTones[delivery.status]} text={statusWords[delivery.status]} />
      </div>
      {flash !== null && <Notice tone={flash.tone}>{flash.text}</Notice>}
      <section class="card">
        <h2>Where to</h2>
        <Contact delivery={delivery} />
      </section>
      <section class="card">
        <h2>Goods</h2>
        <ul>
          {delivery.lines.map(({ itemName, qty }) => (
            <li>
              {qty} × {itemName}
            </li>
          ))}
        </ul>
      </section>
      {delivery.status === 'started' && <Handover delivery={delivery} />}
      <p class="soft small">
        Order <code>{delivery.orderId}</code>
      </p>
    </>
  )
  return { title, content, links: linksFor(caller.role), visitor: caller.name }
}

function Tabs({ status: current }: { status: Status }) {
  return (
    <nav class="chips" aria-label="Deliveries by status">
      {deliveryStatuses.map((status) => (
        <a href={`/courier?status=${status}`} aria-current={status === current ? 'true' : undefined}>
          {statusWords[status]}
        </a>
      ))}
    </nav>
  )
}

function DeliveryCard({ delivery }: { delivery: DeliveryRow }) {
  const { orderId, customerName, lines, startedAt, endedAt } = delivery
  const at = endedAt ?? startedAt
  return (
    <li class="card">
      <div class="between">
        <a class="goods" href={`/courier/deliveries/${orderId}`}>
          {customerName}
        </a>
        <span class="soft small">{at !== null && <When at={at} />}</span>
      </div>
      <p>{goodsOf(lines)}</p>
      <Contact delivery={delivery} />
    </li>
  )
}

/** The address leads to a map, and the phone is called by a tap (RFC 3966). */
function Contact({ delivery: { deliveryAddress, deliveryPhoneNumber } }: { delivery: DeliveryRow }) {
  const place = new URLSearchParams({ api: '1', query: deliveryAddress })
  return (
    <dl>
      <dt>Address</dt>
      <dd>
        <a href={`https://www.google.com/maps/search/?${place}`} rel="noreferrer">
          {deliveryAddress}
        </a>
      </dd>
      <dt>Phone</dt>
      <dd>
        <a href={`tel:${deliveryPhoneNumber.replaceAll(/[^+\d]/g, '')}`}>{deliveryPhoneNumber}</a>
      </dd>
    </dl>
  )
}

function Handover({ delivery: { orderId } }: { delivery: DeliveryRow }) {
  return (
    <section class="card">
      <h2>At the door</h2>
      <form method="post" action={`/courier/deliveries/${orderId}/complete`}>
        <p class="soft small">Press it once the customer has the goods: it cannot be undone.</p>
        <button class="wide" type="submit">
          Handed over
        </button>
      </form>
    </section>
  )
}

const statusWords: Record<Status, string> = {
  assigned: 'Being packed',
  started: 'On the road',
  completed: 'Delivered',
  canceled: 'Called back',
}

const statusTones: Record<Status, Tone> = { assigned: 'plain', started: 'plain', completed: 'good', canceled: 'warn' }

const emptyTexts: Record<Status, string> = {
  assigned: 'No order is being packed just now.',
  started: 'Nothing to deliver just now: deliveries appear here once the store has packed an order.',
  completed: 'Nothing has been delivered yet.',
  canceled: 'No delivery was called back.',
}
