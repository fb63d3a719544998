// The page on which an order is paid, in the way of its provider, and the page that leads to the customer's bank. The
// shop's own forms have no field of a card.
import type { Caller } from '../contract/caller.ts'
import { readerOf } from '../contract/language.ts'
import { formatMoney } from '../contract/money.ts'
import type { OrderSummary } from '../contract/order.ts'
import type { Checkout, CheckoutWay, CustomerAction } from '../contract/payment.ts'
import { type Flash, Notice, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import { Goods } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import { payTexts } from './pay-texts.ts'

export type PayView = {
  order: OrderSummary
  checkout: Checkout
  /** How the payment stands. */
  outcome: Flash
  /** The result of the last form. */
  flash: Flash | null
}

export function payPage(caller: Caller, { order, checkout, outcome, flash }: PayView): Page {
  const t = payTexts[readerOf(caller).language]
  const { way, action } = checkout
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href={orderPath(order)}>{t.backToOrder}</a>
        </p>
        <h1>{t.title}</h1>
      </div>
      {flash !== null && <Notice tone={flash.tone}>{flash.text}</Notice>}
      {outcome.tone === 'plain' ? <p>{outcome.text}</p> : <Notice tone={outcome.tone}>{outcome.text}</Notice>}
      {action !== null && <Action order={order} action={action} />}
      <Goods lines={order.lines} total={order.total} />
      {way === null ? <p>{t.notNow}</p> : <Way order={order} way={way} isOther={action !== null} />}
    </>
  )
  return { title: t.title, content, narrow: true, ...shownTo(caller) }
}

/** An attempt that waits for its customer at the provider. */
export function Action({ order, action }: { order: OrderSummary; action: CustomerAction }) {
  const t = useTexts(payTexts)
  return (
    <section class="card">
      <Notice tone="warn">
        {t.actionRequired} {t.timeUntil} <When at={action.until} />
      </Notice>
      <a class="button wide" href={`${orderPath(order)}/authentication`}>
        {t.goOn}
      </a>
    </section>
  )
}

function Way({ order, way, isOther }: { order: OrderSummary; way: CheckoutWay; isOther: boolean }) {
  const { language } = useReader()
  const t = payTexts[language]
  const text = isOther ? t.otherCard : t.pay(formatMoney(order.total, language))
  switch (way.kind) {
    case 'page':
      return (
        <a class={isOther ? 'button wide quiet' : 'button wide'} href={way.url}>
          {text}
        </a>
      )
    case 'stripe':
    case 'toss':
      return null
  }
}

/** Leads to the provider's page at once, or by its link where a browser does not follow. */
export function authenticationPage(caller: Caller, order: OrderSummary, { url, until }: CustomerAction): Page {
  const t = payTexts[readerOf(caller).language]
  const content = (
    <>
      <div class="head">
        <h1>{t.toBank}</h1>
      </div>
      <p>
        {t.actionRequired} {t.timeUntil} <When at={until} />
      </p>
      <p>
        <a class="button wide" href={url}>
          {t.goOn}
        </a>
      </p>
      <p>
        <a href={orderPath(order)}>{t.backToOrder}</a>
      </p>
    </>
  )
  return { title: t.toBank, content, narrow: true, ...shownTo(caller) }
}

export function orderPath({ orderId }: Pick<OrderSummary, 'orderId'>): string {
  return `/mypage/orders/${orderId}`
}
