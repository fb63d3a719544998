// What ops see of dead letters: the list with its filter, and one of them with its message and what was done.
import type { AuditEntry } from '../contract/audit.ts'
import type { Caller } from '../contract/caller.ts'
import { type DeadLetter, type DeadLetterState, deadLetterStates } from '../contract/dead-letter.ts'
import { readerOf } from '../contract/language.ts'
import { subscribers } from '../contract/routing.ts'
import type { Page as ListPage } from '../contract/rpc.ts'
import { reasonLengthMax } from '../contract/text.ts'
import { Badge, Field, type Flash, Select, type Tone, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import type { Page } from '../web/page.tsx'
import { useReader, useTexts } from '../web/reader.ts'
import { Table } from '../web/table.tsx'
import type { FilterInput } from './filter.ts'
import { type Fault, Flashed, Places } from './places.tsx'
import { texts } from './texts.ts'

export type LettersView = {
  input: FilterInput
  page: ListPage<DeadLetter>
  redrivenMax: number
  flash: Flash | null
  fault: Fault
}

export function lettersPage(caller: Caller, { input, page, redrivenMax, flash, fault }: LettersView): Page {
  const t = texts[readerOf(caller).language]
  const { state: _, ...ofAll } = input
  const mayRedrive = input.state === undefined || input.state === 'open'
  const content = (
    <>
      <div class="head">
        <h1>{t.deadLetters}</h1>
        <p class="soft">{t.about}</p>
      </div>
      <Flashed flash={flash} />
      <Places current="deadLetters" />
      <div class="columns">
        <div>
          {page.items.length === 0 ? <p class="card empty">{t.nothing}</p> : <Letters items={page.items} />}
          {page.items.length > 0 && mayRedrive && (
            <form method="post" action="/ops/dead-letters/redrive" class="row">
              {Object.entries(ofAll).map(([name, value]) => (
                <input type="hidden" name={name} value={value} />
              ))}
              <button type="submit">{t.redriveAll(redrivenMax)}</button>
            </form>
          )}
          {page.cursor !== null && (
            <p>
              <a href={`/ops/dead-letters?${queryOf({ ...input, cursor: page.cursor })}`}>{t.older}</a>
            </p>
          )}
        </div>
        <div class="side">
          <Filter input={input} fault={fault} />
        </div>
      </div>
    </>
  )
  return { title: t.deadLetters, content, ...shownTo(caller, '/ops/dead-letters') }
}

export type LetterView = {
  letter: DeadLetter
  acts: readonly AuditEntry[]
  reason: string
  flash: Flash | null
  fault: Fault
}

export function letterPage(caller: Caller, { letter, acts, reason, flash, fault }: LetterView): Page {
  const t = texts[readerOf(caller).language]
  const address = `/ops/dead-letters/${letter.deadLetterId}`
  const content = (
    <>
      <div class="head">
        <p class="small">
          <a href="/ops/dead-letters">{t.deadLetters}</a>
        </p>
        <h1>{t.letter}</h1>
        <StateBadge state={letter.state} />
      </div>
      <Flashed flash={flash} />
      <div class="columns">
        <div>
          <Facts letter={letter} />
          <section class="card">
            <h2>{t.message}</h2>
            <pre>{JSON.stringify(JSON.parse(letter.body), null, 2)}</pre>
            <p class="soft small">{t.maskedNote}</p>
          </section>
          {acts.length > 0 && <Acts acts={acts} />}
        </div>
        <div class="side">
          <form class="card" method="post" action={`${address}/redrive`}>
            <button class="wide" type="submit">
              {t.redrive}
            </button>
          </form>
          {letter.state !== 'discarded' && (
            <form class="card" method="post" action={`${address}/discard`}>
              <Field
                name="reason"
                label={t.reason}
                value={reason}
                required
                maxlength={reasonLengthMax}
                error={fault?.field === 'reason' ? fault.text : undefined}
              />
              <p class="soft small">{t.discardNote}</p>
              <button class="wide danger" type="submit">
                {t.discard}
              </button>
            </form>
          )}
        </div>
      </div>
    </>
  )
  return { title: t.letter, content, ...shownTo(caller, '/ops/dead-letters') }
}

function Letters({ items }: { items: readonly DeadLetter[] }) {
  const t = useTexts(texts)
  const columns = [{ text: t.died }, { text: t.subscriber }, { text: t.event }, { text: t.cause }, { text: t.state }]
  const rows = items.map((letter) => [
    <a href={`/ops/dead-letters/${letter.deadLetterId}`}>
      <When at={letter.diedAt} />
    </a>,
    letter.subscriber,
    eventOf(letter) ?? t.unknown,
    letter.cause ?? t.unknown,
    <StateBadge state={letter.state} />,
  ])
  return (
    <div class="card flush">
      <Table columns={columns} rows={rows} />
    </div>
  )
}

function Facts({ letter }: { letter: DeadLetter }) {
  const t = useTexts(texts)
  const facts = [
    [t.subscriber, letter.subscriber],
    [t.event, eventOf(letter) ?? t.unknown],
    [t.order, letter.subject ?? t.unknown],
    [t.died, <When at={letter.diedAt} />],
    [t.cause, letter.cause ?? t.unknown],
    [t.attempts, letter.attempts === 0 ? t.unknown : letter.attempts],
    [t.deaths, letter.deaths],
  ]
  return (
    <dl class="card">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  )
}

function Acts({ acts }: { acts: readonly AuditEntry[] }) {
  const t = useTexts(texts)
  const columns = [{ text: t.when }, { text: t.who }, { text: t.what }, { text: t.reason }]
  const words: Readonly<Record<string, string>> = t.acts
  const rows = acts.map(({ at, actor, action, reason }) => [
    <When at={at} />,
    actor.name ?? actor.id,
    words[action] ?? action,
    reason ?? '',
  ])
  return (
    <section class="card flush">
      <h2>{t.history}</h2>
      <Table columns={columns} rows={rows} />
    </section>
  )
}

function StateBadge({ state = 'open' }: { state?: DeadLetterState | undefined }) {
  const { language } = useReader()
  return <Badge tone={stateTones[state]} text={texts[language].states[state]} />
}

const stateTones: Record<DeadLetterState, Tone> = { open: 'bad', sentAgain: 'good', discarded: 'plain' }

function Filter({ input, fault }: { input: FilterInput; fault: Fault }) {
  const t = useTexts(texts)
  const errorOf = (field: string) => (fault?.field === field ? fault.text : undefined)
  const all = ['', t.all] as const
  const states = deadLetterStates.map((state) => [state, t.states[state]] as const)
  return (
    <form class="card" method="get" action="/ops/dead-letters">
      <h2>{t.filter}</h2>
      <Select
        name="subscriber"
        label={t.subscriber}
        value={input.subscriber ?? ''}
        options={[all, ...subscribers.map((name) => [name, name] as const)]}
      />
      <Select name="state" label={t.state} value={input.state ?? ''} options={[all, ...states]} />
      <Field name="type" label={t.event} hint={t.eventHint} value={input.type ?? ''} error={errorOf('type')} />
      <Field name="orderId" label={t.order} hint={t.orderHint} value={input.orderId ?? ''} error={errorOf('orderId')} />
      <Field name="since" label={t.since} hint={t.instantHint} value={input.since ?? ''} error={errorOf('since')} />
      <Field name="until" label={t.until} hint={t.instantHint} value={input.until ?? ''} error={errorOf('until')} />
      <button class="wide" type="submit">
        {t.show}
      </button>
    </form>
  )
}

export function queryOf(fields: Record<string, string | undefined>): URLSearchParams {
  return new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/** The type of the event without its namespace; null when it is not known. */
function eventOf({ type }: DeadLetter): string | null {
  return type === null ? null : type.replace(/^homeappliance\.order\./, '')
}
