// What the pages of ops share: the links among them, the notice at the top, and what is wrong with a field.
import { type Flash, Notice } from '../web/components.tsx'
import { useTexts } from '../web/reader.ts'
import { texts } from './texts.ts'

export type Fault = { field: string; text: string } | null

const places = { alerts: '/ops/alerts', deadLetters: '/ops/dead-letters', audit: '/ops/audit' } as const

/** The pages of ops, with the one that is shown. */
export function Places({ current }: { current: keyof typeof places }) {
  const t = useTexts(texts)
  return (
    <nav class="chips" aria-label={t.places}>
      {(Object.keys(places) as (keyof typeof places)[]).map((name) => (
        <a href={places[name]} aria-current={name === current ? 'true' : undefined}>
          {t[name]}
        </a>
      ))}
    </nav>
  )
}

export function Flashed({ flash }: { flash: Flash | null }) {
  if (flash === null) return null
  return (
    <Notice tone={flash.tone} once>
      {flash.text}
    </Notice>
  )
}
