// What ops see of the alerts.
import type { Alert } from '../contract/alert.ts'
import type { Caller } from '../contract/caller.ts'
import { readerOf } from '../contract/language.ts'
import { reasonLengthMax } from '../contract/text.ts'
import { Badge, Field, type Flash, Select, type Tone, When } from '../web/components.tsx'
import { shownTo } from '../web/links.ts'
import type { Page } from '../web/page.tsx'
import { useTexts } from '../web/reader.ts'
import { Table } from '../web/table.tsx'
import { type Fault, Flashed, Places } from './places.tsx'
import { texts } from './texts.ts'

/** How long a silence can be chosen to be; 0 ends it. */
export const silenceHours = [1, 4, 24, 168, 0] as const

export type SilenceInput = { rule: string; hours: string; reason: string }

export type AlertsView = { alerts: readonly Alert[]; input: SilenceInput; flash: Flash | null; fault: Fault }

export function alertsPage(caller: Caller, { alerts, input, flash, fault }: AlertsView): Page {
  const t = texts[readerOf(caller).language]
  const content = (
    <>
      <div class="head">
        <h1>{t.alerts}</h1>
        <p class="soft">{t.aboutAlerts}</p>
      </div>
      <Flashed flash={flash} />
      <Places current="alerts" />
      <div class="columns">
        <div>
          <Alerts alerts={alerts} />
          <form method="post" action="/ops/alerts" class="row">
            <button type="submit">{t.judge}</button>
          </form>
        </div>
        <div class="side">
          <form class="card" method="post" action="/ops/alerts/silence">
            <h2>{t.silence}</h2>
            <Select
              name="rule"
              label={t.alert}
              value={input.rule}
              options={alerts.map(({ rule }) => [rule, rule] as const)}
            />
            <Select
              name="hours"
              label={t.howLong}
              value={input.hours}
              options={silenceHours.map((hours) => [String(hours), t.hours(hours)] as const)}
            />
            <Field
              name="reason"
              label={t.reason}
              value={input.reason}
              required
              maxlength={reasonLengthMax}
              error={fault?.field === 'reason' ? fault.text : undefined}
            />
            <p class="soft small">{t.silenceNote}</p>
            <button class="wide" type="submit">
              {t.keep}
            </button>
          </form>
        </div>
      </div>
    </>
  )
  return { title: t.alerts, content, ...shownTo(caller, '/ops/alerts') }
}

function Alerts({ alerts }: { alerts: readonly Alert[] }) {
  const t = useTexts(texts)
  const columns = [{ text: t.alert }, { text: t.state }, { text: t.value, number: true }, { text: t.sinceWhen }]
  const rows = alerts.map(({ rule, summary, state, value, threshold, since, silence }) => [
    <>
      <strong>{rule}</strong>
      <br />
      <span class="soft small">{summary}</span>
      {silence !== null && (
        <p class="small">
          {t.silencedUntil} <When at={silence.until} /> ({silence.reason})
        </p>
      )}
    </>,
    <Badge tone={tones[state]} text={t.alertStates[state]} />,
    `${value === null ? '–' : shortOf(value)} / ${shortOf(threshold)}`,
    since === null ? '' : <When at={since} />,
  ])
  return (
    <div class="card flush">
      <Table columns={columns} rows={rows} />
    </div>
  )
}

const tones: Record<Alert['state'], Tone> = { ok: 'good', pending: 'warn', firing: 'bad', notJudged: 'plain' }

function shortOf(value: number): string {
  return String(Number(value.toPrecision(3)))
}
