import type { Text } from './language.ts';
/**
 * No characters that are invisible or make a text look different from what is stored: no control characters or line
 * breaks, no half of a surrogate pair, no marks of text direction, no spaces without width, no hidden tags.
 */
export declare const hasNoHiddenCharacters: RegExp;
/** At least one visible character. */
export declare const hasVisibleCharacter: RegExp;
/** The longest reason of a cancel or a refund, which the customer or the staff reads. */
export declare const reasonLengthMax = 500;
/** The longest search for an order. */
export declare const searchLengthMax = 100;
/** The length of a text in code points, as JSON Schema counts (`maxLength`): the unit of every limit. */
export declare function lengthOf(text: string): number;
/** The text cut to `lengthMax` code points at most, and never within what a reader sees as one letter (UAX 29). */
export declare function shortened(text: string, lengthMax: number): string;
/** Typed text as it is stored: trimmed, in form C. Null when it is empty, too long, or has hidden characters. */
export declare function asLine(input: string, charactersMax: number): string | null;
/** How a missing or invalid reason is asked for. */
export declare const cancelReasonWanted: Text;
export declare const refundReasonWanted: Text;
export declare const reasonWanted: Text;
