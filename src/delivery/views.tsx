// The lists that the couriers see: what they have, what nobody has yet, and the deliveries by status. Prices and
// customer ids are none of theirs.
import type { Caller } from '../contract/caller.ts'
import type { DeliveryRow } from '../contract/delivery.ts'
import { shortNumber } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import type { Page as ListPage } from '../contract/rpc.ts'
import { When } from '../web/components.tsx'
import { goodsOf } from '../web/goods.ts'
import { shownTo } from '../web/links.ts'
import type { Page } from '../web/page.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import type { OnTheRoad } from './deliveries.ts'
import { Contact } from './delivery-page.tsx'
import { Outbox } from './outbox.tsx'
import { texts } from './texts.ts'

type Status = DeliveryRow['status']
type Deliveries = ListPage<DeliveryRow>

/** What the caller has, what nobody has yet, and below it what was delivered. */
export function overviewPage(caller: Caller, mine: Deliveries, free: Deliveries, delivered: Deliveries): Page {
  return pageOf(
    caller,
    null,
    <>
      <OnTheRoadSection list="mine" deliveries={mine} />
      <OnTheRoadSection list="free" deliveries={free} />
      <StatusSection status="completed" deliveries={delivered} />
    </>,
  )
}

/** A further page of what the caller has, or of what nobody has yet. */
export function onTheRoadPage(caller: Caller, list: OnTheRoad, deliveries: Deliveries): Page {
  return pageOf(caller, null, <OnTheRoadSection list={list} deliveries={deliveries} />)
}

/** A page of the deliveries in one status. */
export function deliveriesPage(caller: Caller, status: Status, deliveries: Deliveries): Page {
  return pageOf(caller, status, <StatusSection status={status} deliveries={deliveries} />)
}

/** `current` null: the overview. */
function pageOf(caller: Caller, current: Status | null, sections: Page['content']): Page {
  const t = texts[readerOf(caller).language]
  const content = (
    <>
      <div class="head">
        <h1>{t.deliveries}</h1>
      </div>
      <Outbox account={caller.subject} />
      <nav class="chips" aria-label={t.byStatus}>
        <a href="/courier" aria-current={current === null ? 'true' : undefined}>
          {t.today}
        </a>
        {listed.map((status) => (
          <a href={`/courier?status=${status}`} aria-current={status === current ? 'true' : undefined}>
            {t.status[status]}
          </a>
        ))}
      </nav>
      {sections}
    </>
  )
  return { title: t.deliveries, content, ...shownTo(caller, '/courier'), live: '/courier/live' }
}

function OnTheRoadSection({ list, deliveries }: { list: OnTheRoad; deliveries: Deliveries }) {
  const t = useTexts(texts)
  const { cursor } = deliveries
  const more =
    cursor === null ? null : { href: `/courier?${new URLSearchParams({ list, cursor })}`, text: t.more(t[list]) }
  const empty = { mine: t.nothingMine, free: t.nothingFree }[list]
  return <Section heading={t[list]} empty={empty} rows={deliveries.items} more={more} />
}

function StatusSection({ status, deliveries: { items, cursor } }: { status: Status; deliveries: Deliveries }) {
  const t = useTexts(texts)
  const heading = t.status[status]
  const more =
    cursor === null ? null : { href: `/courier?${new URLSearchParams({ status, cursor })}`, text: t.older(heading) }
  return <Section heading={heading} empty={t.empty[status]} rows={items} more={more} />
}

type SectionProps = {
  heading: string
  empty: string
  rows: readonly DeliveryRow[]
  more: { href: string; text: string } | null
}

function Section({ heading, empty, rows, more }: SectionProps) {
  return (
    <section>
      <h2>{heading}</h2>
      {rows.length === 0 ? (
        <div class="card empty">
          <p>{empty}</p>
        </div>
      ) : (
        <ul class="list">
          {rows.map((delivery) => (
            <DeliveryCard delivery={delivery} />
          ))}
        </ul>
      )}
      {more !== null && (
        <p>
          <a href={more.href}>{more.text}</a>
        </p>
      )}
    </section>
  )
}

function DeliveryCard({ delivery }: { delivery: DeliveryRow }) {
  const { orderId, status, customerName, lines, startedAt, endedAt, courier } = delivery
  const at = endedAt ?? startedAt
  return (
    <li class="card">
      <div class="between">
        <a class="goods" href={`/courier/deliveries/${orderId}`}>
          {customerName}
        </a>
        <span class="soft small">{at !== null && <When at={at} />}</span>
      </div>
      <p>
        {goodsOf(lines, useReader().language)} <span class="soft small unbroken">{shortNumber(orderId)}</span>
      </p>
      {status === 'started' && <Contact delivery={delivery} />}
      {courier && <p class="soft small">{courier.name}</p>}
    </li>
  )
}

/** In the order of a courier's day. */
const listed: readonly Status[] = ['started', 'completed', 'canceled', 'assigned']
