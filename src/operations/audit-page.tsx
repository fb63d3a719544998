// What ops see of the audit: who did what to what, when and why, with a filter.
import type { AuditEntry } from '../contract/audit.ts'
import type { Caller } from '../contract/caller.ts'
import { readerOf } from '../contract/language.ts'
import type { Page as ListPage } from '../contract/rpc.ts'
import { Field, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import type { Page } from '../web/page.tsx'
import { useTexts } from '../web/reader.ts'
import { Table } from '../web/table.tsx'
import type { AuditFilterInput } from './filter.ts'
import { type Fault, Places } from './places.tsx'
import { texts } from './texts.ts'
import { queryOf } from './views.tsx'

export type AuditView = { input: AuditFilterInput; page: ListPage<AuditEntry>; fault: Fault }

export function auditPage(caller: Caller, { input, page, fault }: AuditView): Page {
  const t = texts[readerOf(caller).language]
  const content = (
    <>
      <div class="head">
        <h1>{t.audit}</h1>
        <p class="soft">{t.aboutAudit}</p>
      </div>
      <Places current="audit" />
      <div class="columns">
        <div>
          {page.items.length === 0 ? <p class="card empty">{t.noAct}</p> : <Entries items={page.items} />}
          {page.cursor !== null && (
            <p>
              <a href={`/ops/audit?${queryOf({ ...input, cursor: page.cursor })}`}>{t.older}</a>
            </p>
          )}
        </div>
        <div class="side">
          <Filter input={input} fault={fault} />
        </div>
      </div>
    </>
  )
  return { title: t.audit, content, ...shownTo(caller, '/ops/audit') }
}

function Entries({ items }: { items: readonly AuditEntry[] }) {
  const t = useTexts(texts)
  const words: Readonly<Record<string, string>> = t.acts
  const columns = [
    { text: t.when },
    { text: t.who },
    { text: t.what },
    { text: t.target },
    { text: t.change },
    { text: t.reason },
  ]
  const rows = items.map(({ at, actor, action, target, before, after, reason }) => [
    <When at={at} />,
    <a href={`/ops/audit?${queryOf({ actorId: actor.id })}`}>{`${actor.name ?? actor.id} (${actor.role})`}</a>,
    words[action] ?? action,
    <a href={`/ops/audit?${queryOf({ target })}`}>
      <code>{target}</code>
    </a>,
    changeOf(before, after),
    reason ?? '',
  ])
  return (
    <div class="card flush">
      <Table columns={columns} rows={rows} />
    </div>
  )
}

/** `role: staff → ops`; without what was before for what is new. */
function changeOf(before: AuditEntry['before'], after: AuditEntry['after']): string {
  return Object.entries(after ?? {})
    .map(([name, value]) => {
      const old = before?.[name]
      return old === undefined ? `${name}: ${value}` : `${name}: ${old} → ${value}`
    })
    .join(', ')
}

function Filter({ input, fault }: { input: AuditFilterInput; fault: Fault }) {
  const t = useTexts(texts)
  const errorOf = (field: string) => (fault?.field === field ? fault.text : undefined)
  return (
    <form class="card" method="get" action="/ops/audit">
      <h2>{t.filter}</h2>
      <Field name="actorId" label={t.who} hint={t.whoHint} value={input.actorId ?? ''} />
      <Field name="action" label={t.what} hint={t.whatHint} value={input.action ?? ''} />
      <Field name="target" label={t.target} hint={t.targetHint} value={input.target ?? ''} />
      <Field name="since" label={t.doneSince} hint={t.instantHint} value={input.since ?? ''} error={errorOf('since')} />
      <Field name="until" label={t.doneUntil} hint={t.instantHint} value={input.until ?? ''} error={errorOf('until')} />
      <button class="wide" type="submit">
        {t.show}
      </button>
    </form>
  )
}
