// The packing slip of an order, to be printed: what goes into the parcel and where it goes. It shows no prices.
import type { Caller } from '../contract/caller.ts'
import { shortNumber } from '../contract/ids.ts'
import { inLanguage, readerOf } from '../contract/language.ts'
import { contactOf, type OrderSummary } from '../contract/order.ts'
import { OrderNumber, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import type { Page } from '../web/page.tsx'
import { Table } from '../web/table.tsx'
import { orderTexts } from './order-texts.ts'

export function slipPage(caller: Caller, order: OrderSummary): Page {
  const { language } = readerOf(caller)
  const t = orderTexts[language]
  const { customerName, deliveryAddress, deliveryPhoneNumber, deliveryPhone } = contactOf(order)
  const number = shortNumber(order.orderId)
  const rows = order.lines.map((line) => [inLanguage(line, language).itemName, line.qty])
  const content = (
    <>
      <div class="head">
        <p class="small noprint">
          <a href={`/admin/orders/${order.orderId}`}>{t.backToOrder}</a>
        </p>
        <h1>
          <OrderNumber number={number} within={t.slipOf(number)} />
        </h1>
      </div>
      <p class="soft noprint">{t.slipHint}</p>
      <section class="card">
        <h2>{t.deliverTo}</h2>
        <dl>
          <dt>{t.name}</dt>
          <dd>{customerName}</dd>
          <dt>{t.address}</dt>
          <dd>{deliveryAddress}</dd>
          <dt>{t.phone}</dt>
          <dd>{deliveryPhone?.display ?? deliveryPhoneNumber}</dd>
          <dt>{t.placed}</dt>
          <dd>
            <When at={order.placedAt} />
          </dd>
        </dl>
      </section>
      <section class="card flush">
        <Table columns={[{ text: t.item }, { text: t.quantity, number: true }]} rows={rows} />
      </section>
    </>
  )
  return { title: t.slipOf(number), content, ...shownTo(caller) }
}
