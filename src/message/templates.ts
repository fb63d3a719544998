// The templates of the messages: one file of JSON for each language, in `templates/`, which a shop can change. Pure.
import { type Language, languages } from '../contract/language.ts'
import en from './templates/en.json' with { type: 'json' }
import ko from './templates/ko.json' with { type: 'json' }

export type Templates = {
  messages: Record<MessageTemplate, { subject: string; text: string }>
  sentences: Record<Sentence, string>
  /** The subjects of account notices. */
  notices: Record<Notice, string>
}

export type MessageTemplate = keyof typeof messagePlaceholders
export type Sentence = keyof typeof sentencePlaceholders
type Notice = (typeof notices)[number]

export const templates: Record<Language, Templates> = { en, ko }

/** What each text has to name, as `{name}`. `number`: the order's short number, which alone a subject names. */
const messagePlaceholders = {
  received: ['name', 'number', 'goods'],
  paid: ['name', 'number', 'goods', 'amount'],
  paidTooLate: ['name', 'number', 'amount'],
  packed: ['name', 'number', 'goods'],
  deliveryStarted: ['name', 'number', 'goods', 'address'],
  attemptFailed: ['name', 'number', 'goods', 'reason'],
  delivered: ['name', 'number', 'goods'],
  canceledAsAsked: ['name', 'number', 'goods'],
  canceledByStore: ['name', 'number', 'goods'],
  canceledUnpaid: ['name', 'number', 'goods'],
  deliveryCanceled: ['name', 'number', 'goods', 'address'],
  refunded: ['name', 'number', 'goods', 'amount'],
  partRefunded: ['name', 'number', 'goods', 'amount'],
} as const

const sentencePlaceholders = {
  total: ['amount'],
  reason: ['reason'],
  calledBack: [],
  underWay: [],
  bankDecides: [],
  toBeReturned: ['amount'],
} as const

const notices = ['passwordReset', 'accountInvitation'] as const

const placeholder = /\{([^{}]*)\}/g

/** The text with a value for each placeholder. Throws when one has no value: no text has a gap. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(placeholder, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new Error(`a template asks for {${name}}, which has no value here`)
    return value
  })
}

/** What is wrong with the templates: a line for each fault, which names the file and the text. */
export function templateFaults(all: Readonly<Record<string, unknown>>): string[] {
  return languages.flatMap((language) => {
    const file = `${language}.json`
    const found = all[language]
    if (!isObject(found)) return [`${file} is missing`]
    return textsWanted()
      .flatMap(({ path, wanted }) => textFaults(`${file}: ${path}`, textAt(found, path), wanted))
      .concat(unknownTexts(found).map((path) => `${file}: ${path} is no text of a message`))
  })
}

/** Each text by its path in the file, with the placeholders that it must have. */
function textsWanted(): { path: string; wanted: readonly string[] }[] {
  return [
    ...Object.entries(messagePlaceholders).flatMap(([name, wanted]) => [
      { path: `messages.${name}.subject`, wanted: ['number'] },
      { path: `messages.${name}.text`, wanted },
    ]),
    ...Object.entries(sentencePlaceholders).map(([name, wanted]) => ({ path: `sentences.${name}`, wanted })),
    ...notices.map((name) => ({ path: `notices.${name}`, wanted: [] })),
  ]
}

function textFaults(where: string, text: unknown, wanted: readonly string[]): string[] {
  if (typeof text !== 'string') return [`${where} is missing`]
  if (text.trim() === '') return [`${where} is empty`]
  const found = [...text.matchAll(placeholder)].map(([, name = '']) => name)
  const bare = text.replace(placeholder, '')
  return [
    ...found.filter((name) => !wanted.includes(name)).map((name) => `${where} has the unknown placeholder {${name}}`),
    ...wanted.filter((name) => !found.includes(name)).map((name) => `${where} lacks the placeholder {${name}}`),
    ...(/[{}]/.test(bare) ? [`${where} has a brace that belongs to no placeholder`] : []),
  ]
}

function textAt(file: Readonly<Record<string, unknown>>, path: string): unknown {
  return path.split('.').reduce<unknown>((part, key) => (isObject(part) ? part[key] : undefined), file)
}

/** The paths of the texts in a file that no message uses, such as a misspelled one. */
function unknownTexts(file: Readonly<Record<string, unknown>>): string[] {
  const known = new Set(textsWanted().map(({ path }) => path))
  return pathsIn(file).filter((path) => !known.has(path))
}

function pathsIn(part: Readonly<Record<string, unknown>>, before = ''): string[] {
  return Object.entries(part).flatMap(([key, value]) =>
    isObject(value) ? pathsIn(value, `${before}${key}.`) : [`${before}${key}`],
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
