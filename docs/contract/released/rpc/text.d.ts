/**
 * Nothing that cannot be shown or shows other than it is stored: no control characters or line breaks, no half of a
 * surrogate pair, no marks that turn the direction of what follows, no spaces without width, no hidden tags.
 */
export declare const shownAsStored: RegExp;
/** At least one character that is seen. */
export declare const hasInk: RegExp;
