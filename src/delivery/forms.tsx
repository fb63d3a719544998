// The forms of one delivery: set out, handed over, not handed over, sent out again.
import type { Caller } from '../contract/caller.ts'
import type { DeliveryRow } from '../contract/delivery.ts'
import { attemptFailures, courierNoteLengthMax, nextSteps, receivers } from '../contract/handover.ts'
import { shortNumber } from '../contract/ids.ts'
import { Field, type Flash, Select, When } from '../web/components.tsx'
import { failureWords } from '../web/delivery-words.ts'
import { useReader, useTexts } from '../web/reader.ts'
import { KeptForm } from './outbox.tsx'
import { texts } from './texts.ts'

type Props = { caller: Caller; delivery: DeliveryRow }

/** What the page tells of a form, and what was typed into it. `fault`: of the field that was refused. */
export type DoorForm = {
  flash: Flash | null
  typed?: Readonly<Record<string, string>>
  fault?: { field: string | null; text: string }
}

/** Set out with what nobody has; or take over, on purpose, what somebody else has. */
export function SetOut({ caller, delivery }: Props) {
  const t = useTexts(texts)
  const { courier } = delivery
  const action = `${addressOf(delivery)}/set-out`
  return (
    <section class="card">
      <h2>{t.setOut}</h2>
      {courier ? (
        <>
          <p>
            {t.hasIt(courier.name)} {t.since} <When at={courier.since} />.
          </p>
          <KeptForm
            account={caller.subject}
            action={`${action}?${new URLSearchParams({ from: courier.courierId })}`}
            label={labelOf(t.relieve(courier.name), delivery)}
          >
            <p class="soft small">{t.relieveHint}</p>
            <button class="wide quiet" type="submit">
              {t.relieve(courier.name)}
            </button>
          </KeptForm>
        </>
      ) : (
        <KeptForm account={caller.subject} action={action} label={labelOf(t.setOut, delivery)}>
          <p class="soft small">{t.setOutHint}</p>
          <button class="wide" type="submit">
            {t.setOut}
          </button>
        </KeptForm>
      )}
    </section>
  )
}

export function AtTheDoor({ caller, delivery, form }: Props & { form: DoorForm }) {
  const t = useTexts(texts)
  const { typed = {}, fault } = form
  const noteFault = (name: 'to' | 'reason') =>
    fault?.field?.endsWith('note') && typed[name] !== undefined ? fault.text : undefined
  return (
    <section class="card">
      <h2>{t.atTheDoor}</h2>
      <KeptForm
        account={caller.subject}
        action={`${addressOf(delivery)}/complete`}
        label={labelOf(t.handedOver, delivery)}
      >
        <Select
          name="to"
          label={t.handedTo}
          value={typed['to'] ?? 'customer'}
          options={receivers.map((to) => [to, t.receivers[to]])}
        />
        <Field
          name="note"
          label={t.receiverNote}
          hint={t.noteHint}
          value={typed['note'] ?? ''}
          error={noteFault('to')}
          maxlength={courierNoteLengthMax}
        />
        <p class="soft small">{t.cannotBeUndone}</p>
        <button class="wide" type="submit">
          {t.handedOver}
        </button>
      </KeptForm>
      <details open={typed['reason'] !== undefined}>
        <summary>{t.notHandedOver}</summary>
        <NotHandedOver caller={caller} delivery={delivery} typed={typed} noteFault={noteFault('reason')} />
      </details>
    </section>
  )
}

type NotHandedOverProps = Props & { typed: Readonly<Record<string, string>>; noteFault: string | undefined }

function NotHandedOver({ caller, delivery, typed, noteFault }: NotHandedOverProps) {
  const t = useTexts(texts)
  const { language } = useReader()
  const attempt = (delivery.failedAttempt?.attempt ?? 0) + 1
  return (
    <KeptForm
      account={caller.subject}
      action={`${addressOf(delivery)}/attempts/${attempt}`}
      label={labelOf(t.notHandedOver, delivery)}
    >
      <Select
        name="reason"
        label={t.why}
        value={typed['reason'] ?? 'nobodyHome'}
        options={attemptFailures.map((reason) => [reason, failureWords(reason, language)])}
      />
      <Field
        name="reasonNote"
        label={t.note}
        hint={t.reasonHint}
        value={typed['reasonNote'] ?? ''}
        error={noteFault}
        maxlength={courierNoteLengthMax}
      />
      <Select
        name="next"
        label={t.next}
        value={typed['next'] ?? 'retry'}
        options={nextSteps.map((next) => [next, t.nextSteps[next]])}
      />
      <button class="wide" type="submit">
        {t.report}
      </button>
    </KeptForm>
  )
}

/** For the staff, of goods that came back. */
export function Restart({ caller, delivery, attempt }: Props & { attempt: number }) {
  const t = useTexts(texts)
  return (
    <section class="card">
      <h2>{t.restart}</h2>
      <KeptForm
        account={caller.subject}
        action={`${addressOf(delivery)}/restarts/${attempt}`}
        label={labelOf(t.restart, delivery)}
      >
        <p class="soft small">
          {t.restartHint} <a href={`/admin/orders/${delivery.orderId}`}>{t.theOrder}</a>
        </p>
        <button class="wide" type="submit">
          {t.restart}
        </button>
      </KeptForm>
    </section>
  )
}

function addressOf({ orderId }: DeliveryRow): string {
  return `/courier/deliveries/${orderId}`
}

function labelOf(what: string, { customerName, orderId }: DeliveryRow): string {
  return `${what} · ${customerName} · ${shortNumber(orderId)}`
}
