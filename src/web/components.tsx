// Small parts that pages are made of, each accessible by itself: fields with their label and error, notices, badges.
import type { Child } from 'hono/jsx'

export type Tone = 'plain' | 'good' | 'warn' | 'bad'

export type FieldProps = {
  name: string
  label: string
  type?: 'text' | 'email' | 'password' | 'tel' | 'number'
  value?: string
  hint?: string
  /** What is wrong with what was typed; said by screen readers together with the field. */
  error?: string | undefined
  autocomplete?: string
  required?: boolean
  minlength?: number
  maxlength?: number
  min?: number
  max?: number
  autofocus?: boolean
}

export function Field({ name, label, hint, error, type = 'text', ...input }: FieldProps) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <input
        id={name}
        name={name}
        type={type}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described || undefined}
        {...input}
      />
      {error && <FieldError id={`${name}-error`} text={error} />}
    </div>
  )
}

function FieldError({ id, text }: { id: string; text: string }) {
  return (
    <span class="notice bad" id={id}>
      {text}
    </span>
  )
}

/** A message about the whole page. What went wrong is announced at once; the rest when there is time. */
export function Notice({ tone = 'plain', children }: { tone?: Tone; children?: Child }) {
  return (
    <p class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </p>
  )
}

export function Badge({ tone = 'plain', text }: { tone?: Tone; text: string }) {
  return <span class={`badge ${tone}`}>{text}</span>
}

/** An instant as people read it, in the shop's zone; the machine-readable one stands beside it. */
export function When({ at }: { at: string }) {
  return <time datetime={at}>{whenFormat.format(new Date(at))}</time>
}

const whenFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'Asia/Seoul',
})
