// The page of the shop's figures: sales, items, delivery times and cancels of a period, each as a table.
import type { Cancellations, DeliveryTimes, ItemsSold, Period, Sales } from '../contract/analytics.ts'
import type { Caller } from '../contract/caller.ts'
import { inLanguage, readerOf } from '../contract/language.ts'
import { Field, Notice, Price } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import type { Page } from '../web/page.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import { Table } from '../web/table.tsx'
import { durationText, reasonWords, texts } from './texts.ts'

export type Figures = { sales: Sales; items: ItemsSold; times: DeliveryTimes; cancellations: Cancellations }

/** `error`: why the period that was asked for is not shown. `input`: what stands in the form. */
export type FiguresView = { figures: Figures; error: string | null; input: Pick<Period, 'from' | 'to'> }

export const figuresPath = '/admin/analytics'

export function figuresPage(caller: Caller, { figures, error, input }: FiguresView): Page {
  const t = texts[readerOf(caller).language]
  const { sales, items, times, cancellations } = figures
  const content = (
    <>
      <div class="head">
        <h1>{t.figures}</h1>
        <span class="soft small">{t.about(sales.timeZone)}</span>
      </div>
      {error !== null && <Notice tone="bad">{error}</Notice>}
      <form class="row" method="get" action={figuresPath}>
        <Field name="from" type="date" label={t.from} value={input.from} required />
        <Field name="to" type="date" label={t.to} value={input.to} required />
        <button type="submit">{t.show}</button>
      </form>
      <SalesByDay sales={sales} />
      <Items items={items} />
      <Times times={times} />
      <Reasons cancellations={cancellations} />
    </>
  )
  return { title: t.figures, content, ...shownTo(caller, figuresPath) }
}

function SalesByDay({ sales: { days, totals } }: { sales: Sales }) {
  const t = useTexts(texts)
  const columns = [
    { text: t.day },
    { text: t.orders, number: true },
    { text: t.canceled, number: true },
    { text: t.returned, number: true },
    { text: t.sold, number: true },
  ]
  const rowOf = (day: string, { orders, canceled, sales, returned }: Sales['totals'][number]) => [
    day,
    orders,
    canceled,
    <Price of={returned} />,
    <Price of={sales} />,
  ]
  return (
    <section class="card flush">
      <h2>{t.sales}</h2>
      {days.length === 0 ? (
        <p class="inset">{t.nothingSold}</p>
      ) : (
        <>
          <Chart days={days} />
          <Table
            columns={columns}
            rows={[...days.map(({ day, ...sum }) => rowOf(day, sum)), ...totals.map((sum) => rowOf(t.allDays, sum))]}
          />
        </>
      )}
    </section>
  )
}

const barWidth = 10
const chartHeight = 100

/** A bar for each day with sales, in the currency of the first one. */
function Chart({ days }: Pick<Sales, 'days'>) {
  const t = useTexts(texts)
  const currency = days[0]?.sales.currency ?? ''
  const amounts = days.filter(({ sales }) => sales.currency === currency).map(({ sales }) => sales.amount)
  const most = Math.max(1, ...amounts)
  return (
    <svg
      class="inset"
      role="img"
      aria-label={t.chart(currency)}
      viewBox={`0 0 ${amounts.length * barWidth} ${chartHeight}`}
      width={amounts.length * barWidth}
      height={chartHeight}
      fill="currentColor"
    >
      {amounts.map((amount, index) => {
        const height = Math.max(1, Math.round((amount / most) * chartHeight))
        return <rect x={index * barWidth} y={chartHeight - height} width={barWidth - 2} height={height} />
      })}
    </svg>
  )
}

function Items({ items: { items, cursor } }: { items: ItemsSold }) {
  const t = useTexts(texts)
  const columns = [
    { text: t.item },
    { text: t.orders, number: true },
    { text: t.canceledPieces, number: true },
    { text: t.pieces, number: true },
    { text: t.sold, number: true },
  ]
  const { language } = useReader()
  const rows = items.map((item) => [
    inLanguage(item, language).itemName,
    item.orders,
    item.canceledQty,
    item.qty,
    <Price of={item.sales} />,
  ])
  return (
    <section class="card flush">
      <h2>{t.items}</h2>
      {rows.length === 0 ? <p class="inset">{t.nothingSold}</p> : <Table columns={columns} rows={rows} />}
      {cursor !== null && <p class="inset soft small">{t.firstItems(rows.length)}</p>}
    </section>
  )
}

function Times({ times: { days, ...all } }: { times: DeliveryTimes }) {
  const t = useTexts(texts)
  const columns = [
    { text: t.day },
    { text: t.delivered, number: true },
    { text: t.median, number: true },
    { text: t.p90, number: true },
  ]
  const rowOf = (day: string, { delivered, medianSeconds, p90Seconds }: Omit<DeliveryTimes, 'days' | keyof Period>) => [
    day,
    delivered,
    <Duration seconds={medianSeconds} />,
    <Duration seconds={p90Seconds} />,
  ]
  const rows = [...days.map(({ day, ...sum }) => rowOf(day, sum)), rowOf(t.allDays, all)]
  return (
    <section class="card flush">
      <h2>{t.deliveries}</h2>
      {days.length === 0 ? <p class="inset">{t.nothingDelivered}</p> : <Table columns={columns} rows={rows} />}
    </section>
  )
}

function Duration({ seconds }: { seconds: number | null }) {
  const { language } = useReader()
  return <>{seconds === null ? '–' : durationText(seconds, language)}</>
}

function Reasons({ cancellations: { orders, canceled, reasons } }: { cancellations: Cancellations }) {
  const t = useTexts(texts)
  const { language } = useReader()
  const columns = [{ text: t.reason }, { text: t.neverPaid, number: true }, { text: t.orders, number: true }]
  const rows = reasons.map(({ reason, unpaid, orders }) => [reasonWords[language][reason], unpaid, orders])
  return (
    <section class="card flush">
      <h2>{t.cancellations}</h2>
      <p class="inset">{canceled === 0 ? t.nothingCanceled : t.ofOrders(canceled, orders)}</p>
      {canceled > 0 && <Table columns={columns} rows={rows} />}
    </section>
  )
}
