// The index by which the staff find an order: words of the customer's name, phone number and items. A word is found by
// its beginning, and a Korean word also by the beginning of any part of two syllables or more: "민호" finds "강민호".
import { contactOf, type OrderLine, type OrderSummary } from '../contract/order.ts'
import type { Database, Statement } from '../platform/database.ts'

/** Index the order, unless its row says that it is. Its words never change. */
export function indexOrder(database: Database, order: OrderSummary): Statement {
  return database
    .prepare(
      `INSERT INTO worklist_search (order_id, words)
       SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM worklist WHERE order_id = ? AND indexed = 1)`,
    )
    .bind(order.orderId, wordsOf(order).join(' '), order.orderId)
}

/** The words that stand in the index for an order. */
export function wordsOf(order: OrderSummary): string[] {
  const { customerName, deliveryPhoneNumber, deliveryPhone } = contactOf(order)
  const texts = [customerName, ...order.lines.flatMap(namesOf)]
  const phones = [deliveryPhoneNumber, ...(deliveryPhone ? [deliveryPhone.display, deliveryPhone.e164] : [])]
  return [...new Set([...texts.flatMap(wordsIn).flatMap(partsOf), ...phones.flatMap(endingsOf)])]
}

/** An item's name in every language. */
function namesOf({ itemName, translations = {} }: OrderLine): string[] {
  return [itemName, ...Object.values(translations).flatMap((texts) => texts?.itemName ?? [])]
}

/** What was typed into the search, as an FTS5 query (SQLite, section 3 of the FTS5 page). Null when it has no word. */
export function matchOf(input: string): string | null {
  const words = /^\+?[\d\s().-]+$/.test(input) ? [digitsOf(input)] : wordsIn(input)
  const found = words.filter((word) => word !== '').slice(0, wordsMax)
  return found.length === 0 ? null : found.map((word) => `"${word}"*`).join(' ')
}

const wordsMax = 8

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
