// Small accessible components of the pages: fields with label and error, notices, badges, times.
import type { Child } from 'hono/jsx'
import { formatMoney, type Money } from '../contract/money.ts'
import { useReader } from './reader.ts'
import { instantText } from './times.ts'

export type Tone = 'plain' | 'good' | 'warn' | 'bad'

/** What a page says at its top. */
export type Flash = { tone: Tone; text: string }

export type FieldProps = {
  name: string
  label: string
  type?: 'text' | 'email' | 'password' | 'tel' | 'number' | 'date'
  value?: string
  hint?: string
  /** The error of the input; screen readers read it together with the field. */
  error?: string | undefined
  autocomplete?: string
  required?: boolean
  minlength?: number
  /** In code points, as our limits count. A browser counts UTF-16 units, so it is given twice as many. */
  maxlength?: number
  min?: number
  max?: number
  autofocus?: boolean
}

export function Field({ name, label, hint, error, type = 'text', maxlength, ...input }: FieldProps) {
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
        maxlength={maxlength && 2 * maxlength}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described || undefined}
        autofocus={error ? true : undefined}
        {...input}
      />
      {error && <FieldError id={`${name}-error`} text={error} />}
    </div>
  )
}

type SelectProps = {
  name: string
  label: string
  hint?: string
  value: string
  /** The value and the text of each. */
  options: readonly (readonly [value: string, text: string])[]
}

export function Select({ name, label, hint, value, options }: SelectProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
      <select id={name} name={name} aria-describedby={hint && `${name}-hint`}>
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
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

/**
 * A message about the whole page. Screen readers announce an error at once, and others when idle. `once`: it tells of
 * the form before; a page that follows changes keeps it until it is left.
 */
export function Notice({ tone = 'plain', once, children }: { tone?: Tone; once?: boolean; children?: Child }) {
  return (
    <p class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'} id={once ? 'notice' : undefined}>
      {children}
    </p>
  )
}

export function Badge({ tone = 'plain', text }: { tone?: Tone; text: string }) {
  return <span class={`badge ${tone}`}>{text}</span>
}

/** An instant in the reader's time zone, with the ISO form in `datetime`. */
export function When({ at }: { at: string }) {
  return <time datetime={at}>{instantText(at, useReader())}</time>
}

/** An order's number, or a text that has it. No line ends within the number. */
export function OrderNumber({ number, within = number }: { number: string; within?: string }) {
  const parts = within.split(number)
  return (
    <>
      {parts.map((part, index) => (
        <>
          {index > 0 && <span class="unbroken">{number}</span>}
          {part}
        </>
      ))}
    </>
  )
}

export function Price({ of }: { of: Money }) {
  return <>{formatMoney(of, useReader().language)}</>
}
