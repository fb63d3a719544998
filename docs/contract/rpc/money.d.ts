import * as z from 'zod';
export declare const moneySchema: z.ZodObject<{
    amount: z.ZodInt;
    currency: z.ZodString;
}, z.core.$strip>;
export type Money = z.infer<typeof moneySchema>;
export declare function sameMoney(a: Money, b: Money): boolean;
/** `unit` taken `qty` times. Throws RangeError beyond what a double holds exactly: a limit on input keeps that away. */
export declare function times(unit: Money, qty: number): Money;
/** The sum of amounts in one currency. Throws RangeError when the currencies differ or the sum is not exact. */
export declare function sum(amounts: readonly [Money, ...Money[]]): Money;
/** What is left of `whole` when the parts are taken away. All are in one currency. */
export declare function less(whole: Money, parts: readonly {
    amount: Money;
}[]): Money;
/** The sum of none or more amounts of one currency, in its minor unit. */
export declare function totalOf(parts: readonly {
    amount: Money;
}[]): number;
/** What people type, `1500`, `1,500` or `12.50`, in the currency's major unit; null when it is no amount in it. */
export declare function parseMoney(text: string, currency: string): Money | null;
/** The places after the point that amounts of this currency are written with: 0 for KRW, 2 for USD. */
export declare function minorDigits(currency: string): number;
/** As people read it: `₩1,290,000`. */
export declare function formatMoney(money: Money): string;
