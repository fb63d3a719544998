// One line of text that a person typed, as every context accepts it.
import type { Text } from './language.ts'

/**
 * No characters that are invisible or make a text look different from what is stored: no control characters or line
 * breaks, no half of a surrogate pair, no marks of text direction, no spaces without width, no hidden tags.
 */
export const hasNoHiddenCharacters =
  /^[^\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\u200B\u2060-\u2064\uFEFF\u{E0000}-\u{E007F}]*$/u

/** At least one visible character. */
export const hasVisibleCharacter = /[^\s\p{Default_Ignorable_Code_Point}]/u

/** The longest reason of a cancel or a refund, which the customer or the staff reads. */
export const reasonLengthMax = 500

/** The longest search for an order. */
export const searchLengthMax = 100

/** The length of a text in code points, as JSON Schema counts (`maxLength`): the unit of every limit. */
export function lengthOf(text: string): number {
  return [...text].length
}

/** The text cut to `lengthMax` code points at most, and never within what a reader sees as one letter (UAX 29). */
export function shortened(text: string, lengthMax: number): string {
  if (lengthOf(text) <= lengthMax) return text
  let kept = ''
  let length = 0
  for (const { segment } of graphemes.segment(text)) {
    length += lengthOf(segment)
    if (length > lengthMax) break
    kept += segment
  }
  return kept
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Typed text as it is stored: trimmed, in form C. Null when it is empty, too long, or has hidden characters. */
export function asLine(input: string, charactersMax: number): string | null {
  const text = input.trim().normalize('NFC')
  return lengthOf(text) <= charactersMax && hasNoHiddenCharacters.test(text) && hasVisibleCharacter.test(text)
    ? text
    : null
}

/** How a missing or invalid reason is asked for. */
export const cancelReasonWanted: Text = {
  en: `A cancel by the store needs its reason, in 1 to ${reasonLengthMax} characters, none of which is hidden.`,
  ko: `매장에서 취소하려면 사유가 필요합니다. 보이지 않는 문자 없이 1~${reasonLengthMax}자로 써 주세요.`,
}
export const refundReasonWanted: Text = {
  en: `A refund needs its reason, in 1 to ${reasonLengthMax} characters, none of which is hidden.`,
  ko: `환불하려면 사유가 필요합니다. 보이지 않는 문자 없이 1~${reasonLengthMax}자로 써 주세요.`,
}
export const reasonWanted: Text = {
  en: `A reason is told in 1 to ${reasonLengthMax} characters, none of which is hidden.`,
  ko: `사유는 보이지 않는 문자 없이 1~${reasonLengthMax}자로 써 주세요.`,
}
