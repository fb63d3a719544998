// The page on which an order is paid, in the way of its provider, and the page that leads to the customer's bank. The
// shop's own forms have no field of a card.
import type { Caller } from '../contract/caller.ts'
import { shortNumber } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import { formatMoney } from '../contract/money.ts'
import type { OrderSummary } from '../contract/order.ts'
import type { Checkout, CheckoutWay, CustomerAction } from '../contract/payment.ts'
import { type Flash, Notice, OrderNumber } from '../web/components.tsx'
import { goodsOf } from '../web/goods.ts'
import { shownTo } from '../web/links.ts'
import { Goods } from '../web/orders.tsx'
import type { Page, ProviderScripts } from '../web/page.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import { instantText } from '../web/times.ts'
import { payTexts } from './pay-texts.ts'

export type PayView = {
  order: OrderSummary
  checkout: Checkout
  /** How the payment stands. */
  outcome: Flash
  /** Where the provider sends the customer back to. */
  returnUrl: string
  /** The result of the last form. */
  flash: Flash | null
}

export function payPage(caller: Caller, { order, checkout, outcome, returnUrl, flash }: PayView): Page {
  const t = payTexts[readerOf(caller).language]
  const { way, action } = checkout
  const number = shortNumber(order.orderId)
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href={orderPath(order)}>{t.backToOrder}</a>
        </p>
        <h1>
          <OrderNumber number={number} within={t.title(number)} />
        </h1>
      </div>
      {flash !== null && <Notice tone={flash.tone}>{flash.text}</Notice>}
      {outcome.tone === 'plain' ? <p>{outcome.text}</p> : <Notice tone={outcome.tone}>{outcome.text}</Notice>}
      {action !== null && <Action order={order} action={action} />}
      <Goods lines={order.lines} total={order.total} />
      {way === null ? (
        <p>{t.notNow}</p>
      ) : (
        <Way order={order} way={way} isOther={action !== null} returnUrl={returnUrl} />
      )}
    </>
  )
  const provider = scriptsOf(way)
  return { title: t.title(number), content, narrow: true, ...shownTo(caller), ...(provider && { provider }) }
}

/** An attempt that waits for its customer at the provider. */
export function Action({ order, action }: { order: OrderSummary; action: CustomerAction }) {
  const reader = useReader()
  const t = payTexts[reader.language]
  return (
    <section class="card">
      <Notice tone="warn">
        {t.actionRequired} {t.timeUntil(instantText(action.until, reader))}
      </Notice>
      <a class="button wide" href={`${orderPath(order)}/authentication`}>
        {t.goOn}
      </a>
    </section>
  )
}

function Way({
  order,
  way,
  isOther,
  returnUrl,
}: {
  order: OrderSummary
  way: CheckoutWay
  isOther: boolean
  returnUrl: string
}) {
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
      return <StripeForms order={order} way={way} text={text} returnUrl={returnUrl} />
    case 'toss':
      return <TossForm order={order} way={way} text={text} returnUrl={returnUrl} />
  }
}

type WayOf<K extends CheckoutWay['kind']> = Extract<CheckoutWay, { kind: K }>
type FormProps<K extends CheckoutWay['kind']> = { order: OrderSummary; way: WayOf<K>; text: string; returnUrl: string }

/** The first form is shown by Stripe's script, which puts the card's field into it; the second needs none. */
function StripeForms({ order, way, text, returnUrl }: FormProps<'stripe'>) {
  const t = useTexts(payTexts)
  const { publishableKey, amount, currency, hosted } = way
  const action = `${orderPath(order)}/pay`
  return (
    <>
      {publishableKey !== null && (
        <form
          class="card"
          method="post"
          action={action}
          hidden
          data-stripe={publishableKey}
          data-amount={amount}
          data-currency={currency}
          data-return-url={returnUrl}
        >
          <div data-card></div>
          <p class="notice bad" role="alert" hidden></p>
          <input type="hidden" name="paymentToken" value="" />
          <button class="wide" type="submit">
            {text}
          </button>
        </form>
      )}
      <form method="post" action={action}>
        <input type="hidden" name="paymentToken" value={hosted} />
        <button class={publishableKey === null ? 'wide' : 'wide quiet'} type="submit">
          {t.atProvider('Stripe')}
        </button>
      </form>
    </>
  )
}

/** The first form is shown by Toss's script, which puts the ways to pay into it; the second needs none. */
function TossForm({ order, way, text, returnUrl }: FormProps<'toss'>) {
  const t = useTexts(payTexts)
  return (
    <>
      <form
        class="card"
        hidden
        data-toss={way.clientKey}
        data-amount={way.amount}
        data-order-id={way.orderId}
        data-order-name={goodsOf(order.lines, useReader().language)}
        data-return-url={returnUrl}
      >
        <div id="toss-methods"></div>
        <div id="toss-agreement"></div>
        <p class="notice bad" role="alert" hidden></p>
        <button class="wide" type="submit">
          {text}
        </button>
      </form>
      <div data-without-script>
        {way.hasPage ? (
          <form method="post" action={`${orderPath(order)}/provider-page`}>
            <button class="wide quiet" type="submit">
              {t.atProvider('Toss')}
            </button>
          </form>
        ) : (
          <p>{t.needsScript}</p>
        )}
      </div>
    </>
  )
}

/** What the provider's script may load and call. Of the page that pays alone. */
function scriptsOf(way: CheckoutWay | null): ProviderScripts | undefined {
  switch (way?.kind) {
    case 'stripe': {
      if (way.publishableKey === null) return undefined
      // https://docs.stripe.com/security/guide#content-security-policy
      const frames = [new URL(way.scriptUrl).origin, 'https://*.js.stripe.com', 'https://hooks.stripe.com']
      return { script: way.scriptUrl, own: 'stripe', frames, connects: ['https://api.stripe.com'] }
    }
    case 'toss': {
      const own = new URL(way.scriptUrl).origin
      const toss = 'https://*.tosspayments.com'
      return { script: way.scriptUrl, own: 'toss', frames: [own, toss], connects: [own, toss] }
    }
    case 'page':
    case undefined:
      return undefined
  }
}

/** Leads to the provider's page at once, or by its link where a browser does not follow. */
export function authenticationPage(caller: Caller, order: OrderSummary, { url, until }: CustomerAction): Page {
  const reader = readerOf(caller)
  const t = payTexts[reader.language]
  const content = (
    <>
      <div class="head">
        <h1>{t.toBank}</h1>
      </div>
      <p>
        {t.actionRequired} {t.timeUntil(instantText(until, reader))}
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

/** Leads to the page that the provider has opened for this order. */
export function providerPage(caller: Caller, orderId: string, url: string): Page {
  const t = payTexts[readerOf(caller).language]
  const content = (
    <>
      <div class="head">
        <h1>{t.toProvider}</h1>
      </div>
      <p>{t.nothingYet}</p>
      <p>
        <a class="button wide" href={url}>
          {t.goThere}
        </a>
      </p>
      <p>
        <a href={orderPath({ orderId })}>{t.backToOrder}</a>
      </p>
    </>
  )
  return { title: t.toProvider, content, narrow: true, ...shownTo(caller) }
}

export function orderPath({ orderId }: Pick<OrderSummary, 'orderId'>): string {
  return `/mypage/orders/${orderId}`
}
