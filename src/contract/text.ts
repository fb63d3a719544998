// Text that a person typed into one line, as every context takes it.

/**
 * Nothing that cannot be shown or shows other than it is stored: no control characters or line breaks, no half of a
 * surrogate pair, no marks that turn the direction of what follows, no spaces without width, no hidden tags.
 */
export const hasNoHiddenCharacters =
  /^[^\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\u200B\u2060-\u2064\uFEFF\u{E0000}-\u{E007F}]*$/u

/** At least one character that is seen. */
export const hasVisibleCharacter = /[^\s\p{Default_Ignorable_Code_Point}]/u

/** Of a reason in words, which the other side reads. */
export const reasonLengthMax = 500

/** Typed text as it is kept: trimmed, in form C. Null when it is empty, too long, or shows other than it is stored. */
export function asLine(input: string, charactersMax: number): string | null {
  const text = input.trim().normalize('NFC')
  return text.length <= charactersMax && hasNoHiddenCharacters.test(text) && hasVisibleCharacter.test(text)
    ? text
    : null
}

/** What is wrong with a reason that is none of these, in words. */
export const reasonWanted = `in 1 to ${reasonLengthMax} characters, none of which is hidden`
