// The index by which the staff find an order: words of the customer's name, phone number and items. A word is found by
// its beginning, and a Korean word also by the beginning of any part of two syllables or more: "민호" finds "강민호".
// Words of personal data stand in it blinded, each beginning by itself: see `blinded` of Vault.
import { contactOf, type OrderLine, type OrderSummary } from '../contract/order.ts'
import type { SealedOrder } from '../contract/sealed.ts'
import type { Database, Statement } from '../platform/database.ts'
import { openOrder } from '../platform/personal-data.ts'
import { readableJson } from '../platform/readable-rows.ts'
import type { Vault } from '../platform/vault.ts'

type Blinded = Vault['blinded']

/** Index the order, unless its row says that it is. Its words never change before its personal data is erased. */
export function indexOrder(database: Database, order: SealedOrder, vault: Pick<Vault, 'open' | 'blinded'>): Statement {
  return database
    .prepare(
      `INSERT INTO worklist_search (order_id, words)
       SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM worklist WHERE order_id = ? AND indexed = 1)`,
    )
    .bind(order.orderId, wordsOf(openOrder(vault, order), vault.blinded).join(' '), order.orderId)
}

/** Take the order out of the index: its personal data is erased. It is found by its number still. */
export function unindexOrder(database: Database, { orderId }: SealedOrder): Statement[] {
  const byId = `DELETE FROM worklist_search
    WHERE rowid IN (SELECT rowid FROM worklist_search WHERE words MATCH ? AND order_id = ?)`
  // An earlier release indexed it without its id, and in clear. To find that is to read the whole index.
  const byReadingAll = `DELETE FROM worklist_search
    WHERE order_id = ? AND EXISTS (SELECT 1 FROM worklist WHERE order_id = ? AND ${isInClear})`
  return [
    database.prepare(byId).bind(`"${idWordOf(orderId)}"`, orderId),
    database.prepare(byReadingAll).bind(orderId, orderId),
  ]
}

const readable = readableJson('order_json')
const isInClear = `${readable} ->> '$.sealed' IS NULL AND ${readable} ->> '$.personalDataErasedAt' IS NULL`

/** An order is found by it when it is taken out of the index. */
function idWordOf(orderId: string): string {
  return orderId.replace('ord_', '')
}

/** The words that stand in the index for an order. */
export function wordsOf(order: OrderSummary, blinded: Blinded): string[] {
  const { customerName, deliveryPhoneNumber, deliveryPhone } = contactOf(order)
  const phones = [deliveryPhoneNumber, ...(deliveryPhone ? [deliveryPhone.display, deliveryPhone.e164] : [])]
  const personal = [...wordsIn(customerName).flatMap(partsOf), ...phones.flatMap(endingsOf)]
  const hidden = new Set(personal.map(withoutAccents).flatMap(beginningsOf))
  const items = order.lines.flatMap(namesOf).flatMap(wordsIn).flatMap(partsOf)
  return [idWordOf(order.orderId), ...new Set(items), ...[...hidden].slice(0, hiddenMax).map(blinded)]
}

/** An item's name in every language. */
function namesOf({ itemName, translations = {} }: OrderLine): string[] {
  return [itemName, ...Object.values(translations).flatMap((texts) => texts?.itemName ?? [])]
}

/** What was typed into the search, as an FTS5 query (SQLite, section 3 of the FTS5 page). Null when it has no word. */
export function matchOf(input: string, blinded: Blinded): string | null {
  const words = /^\+?[\d\s().-]+$/.test(input) ? [digitsOf(input)] : wordsIn(input)
  const found = words.filter((word) => word !== '').slice(0, wordsMax)
  const match = (word: string) => `("${word}"* OR "${blinded(beginningOf(withoutAccents(word)))}")`
  return found.length === 0 ? null : found.map(match).join(' AND ')
}

const wordsMax = 8
/** A blinded word is found by its first letters, up to this many. */
const beginningMax = 12
/** Most blinded words of an order. */
const hiddenMax = 200

/** Letters and digits alone, so that no word has a meaning in a query. */
function wordsIn(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  )
}

/** The word, and its parts that begin with two Korean syllables. */
function partsOf(word: string): string[] {
  const letters = [...word]
  const isStart = (at: number) => at > 0 && isHangul(letters[at]) && isHangul(letters[at + 1])
  return [word, ...letters.flatMap((_, at) => (isStart(at) ? [letters.slice(at).join('')] : []))]
}

function beginningOf(word: string): string {
  return [...word].slice(0, beginningMax).join('')
}

/** As the index does it by itself for words that are not blinded. */
function withoutAccents(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFC')
}

/** A, An, Ann … up to its first letters. */
function beginningsOf(word: string): string[] {
  const letters = [...beginningOf(word)]
  return letters.map((_, at) => letters.slice(0, at + 1).join(''))
}

function isHangul(letter: string | undefined): boolean {
  return letter !== undefined && letter >= '가' && letter <= '힣'
}

/** The digits of a phone number, from the beginning of each of its groups on: its last four find it. */
function endingsOf(phone: string): string[] {
  const groups = phone.match(/\d+/g) ?? []
  return groups.map((_, at) => groups.slice(at).join(''))
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}
