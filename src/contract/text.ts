// One line of text that a person typed, as every context accepts it.

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

/** Typed text as it is stored: trimmed, in form C. Null when it is empty, too long, or has hidden characters. */
export function asLine(input: string, charactersMax: number): string | null {
  const text = input.trim().normalize('NFC')
  return text.length <= charactersMax && hasNoHiddenCharacters.test(text) && hasVisibleCharacter.test(text)
    ? text
    : null
}

/** The form of a valid reason, in words. */
export const reasonWanted = `in 1 to ${reasonLengthMax} characters, none of which is hidden`
