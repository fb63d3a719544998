// The receipt of an order that was paid: seller, goods, tax and what was returned. It is made to be printed.
import type { Caller } from '../contract/caller.ts'
import { shortNumber } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import { formatMoney, type Money } from '../contract/money.ts'
import { contactOf, type OrderSummary } from '../contract/order.ts'
import type { Config } from '../platform/config.ts'
import { OrderNumber, Price, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import { Goods } from '../web/orders.tsx'
import type { Page } from '../web/page.tsx'
import { PaymentSumRows } from '../web/payment-sums.tsx'
import type { myPageConfig } from './config.ts'
import { texts } from './texts.ts'

/** Who sells, as a receipt must name them; and the tax that prices include, in percent (10 in Korea; 0: none). */
export type Seller = { name: string; registration: string; address: string; taxPercent: number }

/** `paidAt` (ISO 8601): null while the history does not answer. */
export function receiptPage(caller: Caller, order: OrderSummary, paidAt: string | null, seller: Seller): Page {
  const { language } = readerOf(caller)
  const t = texts[language].receipt
  const number = shortNumber(order.orderId)
  const { customerName } = contactOf(order)
  const { net, tax } = taxIn(order.payment.captured, seller.taxPercent)
  const content = (
    <>
      <p class="small noprint">
        <a href={`/mypage/orders/${order.orderId}`}>{t.back}</a>
      </p>
      <div class="head">
        <h1>
          <OrderNumber number={number} within={t.title(number)} />
        </h1>
      </div>
      <section class="card">
        <dl>
          <dt>{t.seller}</dt>
          <dd>{seller.name}</dd>
          {seller.registration !== '' && (
            <>
              <dt>{t.registration}</dt>
              <dd>{seller.registration}</dd>
            </>
          )}
          {seller.address !== '' && (
            <>
              <dt>{t.address}</dt>
              <dd>{seller.address}</dd>
            </>
          )}
          <dt>{t.buyer}</dt>
          <dd>{customerName}</dd>
          <dt>{t.ordered}</dt>
          <dd>
            <When at={order.placedAt} />
          </dd>
          {paidAt !== null && (
            <>
              <dt>{t.paid}</dt>
              <dd>
                <When at={paidAt} />
              </dd>
            </>
          )}
        </dl>
      </section>
      <Goods lines={order.lines} total={order.total} />
      <section class="card">
        <h2>{t.sums}</h2>
        <dl>
          {seller.taxPercent > 0 && (
            <>
              <dt>{t.net}</dt>
              <dd>
                <Price of={net} />
              </dd>
              <dt>{t.tax(seller.taxPercent)}</dt>
              <dd>
                <Price of={tax} />
              </dd>
            </>
          )}
          <PaymentSumRows order={order} />
        </dl>
        <p class="soft small">{t.total(formatMoney(order.payment.captured, language))}</p>
      </section>
      <p class="soft small noprint">{t.print}</p>
    </>
  )
  return { title: t.title(number), content, ...shownTo(caller), narrow: true }
}

export function sellerOf(config: Omit<Config<typeof myPageConfig>, 'PERSONAL_DATA_KEYS' | 'MYPAGE_SHARDS'>): Seller {
  const { SELLER_NAME: name, SELLER_REGISTRATION: registration, SELLER_ADDRESS: address } = config
  return { name, registration, address, taxPercent: config.TAX_PERCENT }
}

/** The tax that is in an amount, and the rest: to the minor unit, and together the amount. */
export function taxIn({ amount, currency }: Money, percent: number): { net: Money; tax: Money } {
  const net = Math.round((amount * 100) / (100 + percent))
  return { net: { amount: net, currency }, tax: { amount: amount - net, currency } }
}
