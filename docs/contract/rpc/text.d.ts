/**
 * Nothing that cannot be shown or shows other than it is stored: no control characters or line breaks, no half of a
 * surrogate pair, no marks that turn the direction of what follows, no spaces without width, no hidden tags.
 */
export declare const hasNoHiddenCharacters: RegExp;
/** At least one character that is seen. */
export declare const hasVisibleCharacter: RegExp;
/** Of a reason in words, which the other side reads. */
export declare const reasonLengthMax = 500;
/** Typed text as it is kept: trimmed, in form C. Null when it is empty, too long, or shows other than it is stored. */
export declare function asLine(input: string, charactersMax: number): string | null;
/** What is wrong with a reason that is none of these, in words. */
export declare const reasonWanted = "in 1 to 500 characters, none of which is hidden";
