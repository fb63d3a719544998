// What was ordered, in words.
import { inLanguage, type Language } from '../contract/language.ts'
import type { OrderLine } from '../contract/order.ts'

/** In one line: `2 × Fridge, 1 × Fan`. */
export function goodsOf(lines: readonly OrderLine[], language: Language): string {
  return lines.map((line) => `${line.qty} × ${inLanguage(line, language).itemName}`).join(', ')
}
