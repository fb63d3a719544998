// What the shop sees of the messages to customers: how each stands, and a button for those that did not arrive.
import type { Caller } from '../contract/caller.ts'
import { type CustomerMessage, type MessageProblem, messageProblems } from '../contract/customer-message.ts'
import { shortNumber } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import type { Page as ListPage } from '../contract/rpc.ts'
import { type Flash, Notice, OrderNumber, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import type { Page } from '../web/page.tsx'
import { useTexts } from '../web/reader.ts'
import { Table } from '../web/table.tsx'
import { pageTexts } from './page-texts.ts'
import { isProblem, StatusBadge } from './views.tsx'

export const storePlace = '/admin/messages'

export type StoreMessagesView = {
  page: ListPage<CustomerMessage>
  /** Null: all messages. */
  problem: MessageProblem | null
  replayedMax: number
  flash: Flash | null
}

export function storeMessagesPage(caller: Caller, { page, problem, replayedMax, flash }: StoreMessagesView): Page {
  const t = pageTexts[readerOf(caller).language]
  const query = (cursor: string) => new URLSearchParams({ ...(problem !== null && { status: problem }), cursor })
  const content = (
    <>
      <div class="head">
        <h1>{t.messages}</h1>
        <p class="soft">{t.about}</p>
      </div>
      {flash !== null && (
        <Notice tone={flash.tone} once>
          {flash.text}
        </Notice>
      )}
      <Filter problem={problem} />
      {page.items.length === 0 ? <p class="card empty">{t.noProblem}</p> : <Messages items={page.items} />}
      {problem === 'failed' && page.items.length > 0 && (
        <form method="post" action={`${storePlace}/replay`} class="row">
          <button type="submit">{t.replayAll(replayedMax)}</button>
        </form>
      )}
      {page.cursor !== null && (
        <p>
          <a href={`${storePlace}?${query(page.cursor)}`}>{t.older}</a>
        </p>
      )}
    </>
  )
  return { title: t.messages, content, ...shownTo(caller, storePlace) }
}

function Filter({ problem }: { problem: MessageProblem | null }) {
  const t = useTexts(pageTexts)
  const isCurrent = (is: boolean) => (is ? 'true' : undefined)
  return (
    <nav class="chips" aria-label={t.show}>
      <a href={storePlace} aria-current={isCurrent(problem === null)}>
        {t.all}
      </a>
      {messageProblems.map((one) => (
        <a href={`${storePlace}?status=${one}`} aria-current={isCurrent(problem === one)}>
          {t.statuses[one]}
        </a>
      ))}
    </nav>
  )
}

function Messages({ items }: { items: readonly CustomerMessage[] }) {
  const t = useTexts(pageTexts)
  const columns = [{ text: t.time }, { text: t.message }, { text: t.status }, { text: t.replay }]
  const rows = items.map((message) => [
    <When at={message.sentAt} />,
    <Told message={message} />,
    <Standing message={message} />,
    <Replay message={message} />,
  ])
  return (
    <div class="card flush">
      <Table columns={columns} rows={rows} />
    </div>
  )
}

function Told({ message: { orderId, kind, text } }: { message: CustomerMessage }) {
  const t = useTexts(pageTexts)
  const number = shortNumber(orderId)
  return (
    <div>
      <b>{t.kinds[kind] ?? t.message}</b>{' '}
      <a href={`/admin/orders/${orderId}`}>
        <OrderNumber number={number} />
      </a>
      <p class="small">{text === '' ? <i>{t.erased}</i> : <OrderNumber number={number} within={text} />}</p>
    </div>
  )
}

function Standing({ message: { status = 'sent', cause, tries = 0, nextTryAt } }: { message: CustomerMessage }) {
  const t = useTexts(pageTexts)
  return (
    <div>
      <StatusBadge status={status} />
      {isProblem(status) && cause && <p class="small">{cause}</p>}
      {isProblem(status) && tries > 1 && <p class="small">{t.tries(tries)}</p>}
      {nextTryAt && (
        <p class="small">
          {t.nextTry} <When at={nextTryAt} />
        </p>
      )}
    </div>
  )
}

function Replay({ message: { messageId, status, text } }: { message: CustomerMessage }) {
  const t = useTexts(pageTexts)
  if (text === '' || (status !== 'failed' && status !== 'bounced')) return <>–</>
  return (
    <form method="post" action={`${storePlace}/${messageId}/replay`}>
      <button type="submit">{t.replay}</button>
    </form>
  )
}
