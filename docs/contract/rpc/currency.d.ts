export declare const currencies: readonly string[];
/** The digits after the decimal point in amounts of this currency: 0 for KRW, 2 for USD and for an unknown code. */
export declare function minorDigits(currency: string): number;
