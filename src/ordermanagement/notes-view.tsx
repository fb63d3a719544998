// The staff's notes of an order, and the form for a new one.
import type { Caller } from '../contract/caller.ts'
import { Field, When } from '../web/components.tsx'
import { useTexts } from '../web/reader.ts'
import { noteLengthMax, type StaffNote } from './notes.ts'
import { orderTexts } from './order-texts.ts'
import type { Typed } from './work-forms.tsx'

type Props = { caller: Caller; orderId: string; notes: readonly StaffNote[]; typed: Typed }

export function Notes({ caller, orderId, notes, typed: { note, error } }: Props) {
  const t = useTexts(orderTexts)
  return (
    <section class="card" id="notes">
      <h2>{t.notes}</h2>
      {notes.length === 0 ? (
        <p class="soft">{t.noNotes}</p>
      ) : (
        <ul class="story">
          {notes.map(({ at, kind, byName, text }) => (
            <li>
              <div>{kind === 'claim' ? t.tookOver(text) : text}</div>
              <div class="soft small">
                <When at={at} /> · {byName}
              </div>
            </li>
          ))}
        </ul>
      )}
      {caller.role === 'staff' && (
        <form method="post" action={`/admin/orders/${orderId}/notes`}>
          <input type="hidden" name="key" value={note?.key ?? crypto.randomUUID()} />
          <Field
            name="note"
            label={t.note}
            hint={t.noteHint}
            value={note?.text ?? ''}
            error={(note !== null && error) || undefined}
            maxlength={noteLengthMax}
            required
          />
          <button class="quiet" type="submit">
            {t.addNote}
          </button>
        </form>
      )}
    </section>
  )
}
