/**
 * No characters that are invisible or make a text look different from what is stored: no control characters or line
 * breaks, no half of a surrogate pair, no marks of text direction, no spaces without width, no hidden tags.
 */
export declare const hasNoHiddenCharacters: RegExp;
/** At least one visible character. */
export declare const hasVisibleCharacter: RegExp;
/** The longest reason of a cancel or a refund, which the customer or the staff reads. */
export declare const reasonLengthMax = 500;
/** Typed text as it is stored: trimmed, in form C. Null when it is empty, too long, or has hidden characters. */
export declare function asLine(input: string, charactersMax: number): string | null;
/** The form of a valid reason, in words. */
export declare const reasonWanted = "in 1 to 500 characters, none of which is hidden";
