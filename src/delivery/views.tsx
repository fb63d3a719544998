// What the couriers see: their deliveries, and one delivery with its address, its phone and its handover. Prices and
// customer ids are none of theirs.
import type { Caller } from '../contract/caller.ts'
import type { DeliveryRow } from '../contract/delivery.ts'
import type { Page as ListPage } from '../contract/rpc.ts'
import { Badge, type Flash, Notice, type Tone, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import { goodsOf } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'

type Status = DeliveryRow['status']
type Deliveries = ListPage<DeliveryRow>

/** What is on the road, and below it what was delivered. */
export function overviewPage(caller: Caller, onTheRoad: Deliveries, delivered: Deliveries): Page {
  return pageOf(
    caller,
    null,
    <>
      <Section status="started" deliveries={onTheRoad} />
      <Section status="completed" deliveries={delivered} />
    </>,
  )
}

/** A page of the deliveries in one status. */
export function deliveriesPage(caller: Caller, status: Status, deliveries: Deliveries): Page {
  return pageOf(caller, status, <Section status={status} deliveries={deliveries} />)
}

export function deliveryPage(caller: Caller, delivery: DeliveryRow, flash: Flash | null): Page {
  const { customerName, status, startedAt, endedAt, orderId } = delivery
  const title = `Delivery to ${customerName}`
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href="/courier">Deliveries</a>
        </p>
        <h1>{title}</h1>
        <Badge tone={statusTones[status]} text={statusWords[status]} />
      </div>
      {flash !== null && <Notice tone={flash.tone}>{flash.text}</Notice>}
      {status === 'canceled' && startedAt !== null && (
        <Notice tone="warn">The order was canceled. Please take the goods back to the store.</Notice>
      )}
      <section class="card">
        <h2>Where to</h2>
        <Contact delivery={delivery} />
      </section>
      <section class="card">
        <h2>Goods</h2>
        <ul>
          {delivery.lines.map(({ itemName, qty }) => (
            <li>{`${qty} × ${itemName}`}</li>
          ))}
        </ul>
      </section>
      {status === 'started' && <Handover orderId={orderId} />}
      <section class="card">
        <h2>Delivery</h2>
        <dl>
          {startedAt !== null && (
            <>
              <dt>Set out</dt>
              <dd>
                <When at={startedAt} />
              </dd>
            </>
          )}
          {endedAt !== null && (
            <>
              <dt>{statusWords[status]}</dt>
              <dd>
                <When at={endedAt} />
              </dd>
            </>
          )}
          <dt>Order id</dt>
          <dd>
            <code>{orderId}</code>
          </dd>
        </dl>
      </section>
    </>
  )
  return { title, content, ...shownTo(caller), narrow: true }
}

/** `current` null: the overview. */
function pageOf(caller: Caller, current: Status | null, sections: Page['content']): Page {
  const content = (
    <>
      <div class="head">
        <h1>Deliveries</h1>
      </div>
      <nav class="chips" aria-label="Deliveries by status">
        <a href="/courier" aria-current={current === null ? 'true' : undefined}>
          Overview
        </a>
        {listed.map((status) => (
          <a href={`/courier?status=${status}`} aria-current={status === current ? 'true' : undefined}>
            {statusWords[status]}
          </a>
        ))}
      </nav>
      {sections}
    </>
  )
  return { title: 'Deliveries', content, ...shownTo(caller, '/courier') }
}

function Section({ status, deliveries: { items, cursor } }: { status: Status; deliveries: Deliveries }) {
  return (
    <section>
      <h2>{statusWords[status]}</h2>
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
          <a href={`/courier?${new URLSearchParams({ status, cursor })}`}>{`Older: ${statusWords[status]}`}</a>
        </p>
      )}
    </section>
  )
}

function DeliveryCard({ delivery }: { delivery: DeliveryRow }) {
  const { orderId, status, customerName, lines, startedAt, endedAt } = delivery
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
      {status === 'started' && <Contact delivery={delivery} />}
    </li>
  )
}

/**
 * The address leads to a map, and a tap on the phone calls it (RFC 3966). A number that was never read stays text: it
 * might call somebody else.
 */
function Contact({ delivery: { deliveryAddress, deliveryPhoneNumber, deliveryPhone } }: { delivery: DeliveryRow }) {
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
        {deliveryPhone === undefined ? (
          deliveryPhoneNumber
        ) : (
          <a href={`tel:${deliveryPhone.e164}`}>{deliveryPhone.display}</a>
        )}
      </dd>
    </dl>
  )
}

function Handover({ orderId }: { orderId: string }) {
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

/** In the order of a courier's day. */
const listed: readonly Status[] = ['started', 'completed', 'canceled', 'assigned']

const statusWords: Record<Status, string> = {
  assigned: 'Packed',
  started: 'On the road',
  completed: 'Delivered',
  canceled: 'Called back',
}

const statusTones: Record<Status, Tone> = { assigned: 'plain', started: 'plain', completed: 'good', canceled: 'warn' }

const emptyTexts: Record<Status, string> = {
  assigned: 'No order waits to set out.',
  started: 'Nothing to deliver just now: deliveries appear here once the store has packed an order.',
  completed: 'Nothing has been delivered yet.',
  canceled: 'No delivery was called back.',
}
