// One delivery: its address, its phone, who has it, and what came of it. Prices and customer ids are none of the
// couriers'.
import type { Caller } from '../contract/caller.ts'
import type { DeliveryRow } from '../contract/delivery.ts'
import { shortNumber } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import { Badge, Notice, OrderNumber, type Tone, When } from '../web/components.tsx'
import { failureWords, withNote } from '../web/delivery-words.ts'
import { goodsOf } from '../web/goods.ts'
import { shownTo } from '../web/links.ts'
import type { Page } from '../web/page.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import { AtTheDoor, type DoorForm, Restart, SetOut } from './forms.tsx'
import { Outbox } from './outbox.tsx'
import { texts } from './texts.ts'

export function deliveryPage(caller: Caller, delivery: DeliveryRow, form: DoorForm): Page {
  const { customerName, status, startedAt, orderId, courier, failedAttempt } = delivery
  const { language } = readerOf(caller)
  const t = texts[language]
  const isAnothers = !!courier && courier.courierId !== caller.subject
  const isBack = status === 'assigned' && failedAttempt !== undefined
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href="/courier">{t.deliveries}</a>
        </p>
        <h1>{t.deliveryTo(customerName)}</h1>
        <Badge tone={statusTones[status]} text={status === 'started' && !courier ? t.waiting : t.status[status]} />
      </div>
      <Outbox account={caller.subject} />
      {form.flash !== null && (
        <Notice tone={form.flash.tone} once>
          {form.flash.text}
        </Notice>
      )}
      {status === 'canceled' && startedAt !== null && <Notice tone="warn">{t.takeBack}</Notice>}
      {isBack && <Notice tone="warn">{t.backAtStore}</Notice>}
      <section class="card">
        <h2>{t.whereTo}</h2>
        <Contact delivery={delivery} />
      </section>
      <section class="card">
        <h2>{t.goods}</h2>
        <ul>
          {delivery.lines.map((line) => (
            <li>{goodsOf([line], language)}</li>
          ))}
        </ul>
      </section>
      {status === 'started' && (!courier || isAnothers) && <SetOut caller={caller} delivery={delivery} />}
      {status === 'started' && (!isAnothers || caller.role === 'staff') && (
        <AtTheDoor caller={caller} delivery={delivery} form={form} />
      )}
      {isBack && caller.role === 'staff' && (
        <Restart caller={caller} delivery={delivery} attempt={failedAttempt.attempt} />
      )}
      <Facts delivery={delivery} />
    </>
  )
  const live = `/courier/live?order=${orderId}`
  return { title: t.titleOf(shortNumber(orderId)), content, ...shownTo(caller), narrow: true, live }
}

function Facts({ delivery: { orderId, status, startedAt, endedAt, courier, failedAttempt } }: Props) {
  const t = useTexts(texts)
  const { language } = useReader()
  return (
    <section class="card">
      <h2>{t.delivery}</h2>
      <dl>
        <dt>{t.number}</dt>
        <dd>
          <OrderNumber number={shortNumber(orderId)} />
        </dd>
        {startedAt !== null && <Instant name={t.started} at={startedAt} />}
        {courier && (
          <>
            <dt>{t.courier}</dt>
            <dd>
              {courier.name}, {t.since} <When at={courier.since} />
            </dd>
          </>
        )}
        {failedAttempt && (
          <>
            <dt>{t.lastAttempt}</dt>
            <dd>{withNote(failureWords(failedAttempt.reason, language), failedAttempt.note)}</dd>
          </>
        )}
        {endedAt !== null && <Instant name={t.status[status]} at={endedAt} />}
      </dl>
    </section>
  )
}

function Instant({ name, at }: { name: string; at: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <When at={at} />
      </dd>
    </>
  )
}

type Props = { delivery: DeliveryRow }

/**
 * The address leads to a map, and a tap on the phone calls it (RFC 3966). A number that was never read stays text: it
 * might call somebody else.
 */
export function Contact({ delivery: { deliveryAddress, deliveryPhoneNumber, deliveryPhone } }: Props) {
  const t = useTexts(texts)
  const place = new URLSearchParams({ api: '1', query: deliveryAddress })
  return (
    <dl>
      <dt>{t.address}</dt>
      <dd>
        <a href={`https://www.google.com/maps/search/?${place}`} rel="noreferrer">
          {deliveryAddress}
        </a>
      </dd>
      <dt>{t.phone}</dt>
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

const statusTones: Record<DeliveryRow['status'], Tone> = {
  assigned: 'plain',
  started: 'plain',
  completed: 'good',
  canceled: 'warn',
}
