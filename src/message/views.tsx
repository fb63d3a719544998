// What a customer sees of their messages: those that were sent, newest first, and the switches.
import type { Caller } from '../contract/caller.ts'
import {
  type CustomerMessage,
  type MessageKind,
  type MessageProblem,
  type MessageStatus,
  messageKinds,
  messageProblems,
} from '../contract/customer-message.ts'
import { shortNumber } from '../contract/ids.ts'
import { readerOf } from '../contract/language.ts'
import type { Page as ListPage } from '../contract/rpc.ts'
import { Badge, type Flash, Notice, OrderNumber, type Tone, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import type { Page } from '../web/page.tsx'
import { useTexts } from '../web/reader.ts'
import { pageTexts } from './page-texts.ts'

export type MessagesView = {
  page: ListPage<CustomerMessage>
  /** null: the messages about all orders. */
  orderId: string | null
  off: readonly MessageKind[]
  /** The result of the last form. */
  flash: Flash | null
}

export function messagesPage(caller: Caller, view: MessagesView): Page {
  const { page, orderId, off, flash } = view
  const t = pageTexts[readerOf(caller).language]
  const title = orderId === null ? t.messages : t.messagesAbout(shortNumber(orderId))
  const content = (
    <>
      <div class="head">
        {orderId !== null && (
          <p class="small">
            <a href="/mypage/messages">{t.messages}</a>
          </p>
        )}
        <h1>{orderId === null ? title : <OrderNumber number={shortNumber(orderId)} within={title} />}</h1>
      </div>
      {flash !== null && (
        <Notice tone={flash.tone} once>
          {flash.text}
        </Notice>
      )}
      <div class="columns">
        <div>
          {page.items.length === 0 ? <p class="card empty">{t.nothing}</p> : <MessageList items={page.items} />}
          <Older orderId={orderId} cursor={page.cursor} />
        </div>
        <div class="side">
          <Switches off={off} />
        </div>
      </div>
    </>
  )
  return { title, content, ...shownTo(caller, '/mypage/messages') }
}

function MessageList({ items }: { items: readonly CustomerMessage[] }) {
  const t = useTexts(pageTexts)
  return (
    <ul class="list">
      {items.map(({ orderId, kind, text, sentAt, status }) => (
        <li class="card">
          <div class="between">
            <b>{t.kinds[kind] ?? t.message}</b>
            {status !== undefined && isProblem(status) && <StatusBadge status={status} />}
            <span class="soft small">
              <When at={sentAt} />
            </span>
          </div>
          <p>{text === '' ? <i>{t.erased}</i> : <OrderNumber number={shortNumber(orderId)} within={text} />}</p>
          <p class="small">
            <a href={`/mypage/orders/${orderId}`}>
              <OrderNumber number={shortNumber(orderId)} within={t.order(shortNumber(orderId))} />
            </a>
          </p>
        </li>
      ))}
    </ul>
  )
}

export function isProblem(status: MessageStatus): status is MessageProblem {
  return messageProblems.some((problem) => problem === status)
}

/** One of a later release is shown by its name. */
export function StatusBadge({ status }: { status: MessageStatus }) {
  const t = useTexts(pageTexts)
  return <Badge tone={tones[status] ?? 'plain'} text={t.statuses[status] ?? status} />
}

const tones: Record<MessageStatus, Tone> = {
  recorded: 'plain',
  sent: 'plain',
  delivered: 'good',
  bounced: 'bad',
  waiting: 'warn',
  failed: 'bad',
}

function Older({ orderId, cursor }: { orderId: string | null; cursor: string | null }) {
  const t = useTexts(pageTexts)
  if (cursor === null) return null
  const query = new URLSearchParams({ ...(orderId !== null && { orderId }), cursor })
  return (
    <p>
      <a href={`/mypage/messages?${query}`}>{t.older}</a>
    </p>
  )
}

function Switches({ off }: { off: readonly MessageKind[] }) {
  const t = useTexts(pageTexts)
  return (
    <form class="card" method="post" action="/mypage/messages">
      <h2 id="switches">{t.whatToSend}</h2>
      <fieldset aria-labelledby="switches">
        {messageKinds.map((kind) => (
          <label class="choice">
            <input type="checkbox" name="kind" value={kind} checked={!off.includes(kind)} />
            <span>{t.kinds[kind]}</span>
          </label>
        ))}
      </fieldset>
      <p class="soft small">{t.fromNowOn}</p>
      <button class="wide" type="submit">
        {t.save}
      </button>
    </form>
  )
}
