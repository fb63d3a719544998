import { z } from 'zod';
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
/** What people type, `1500`, `1,500` or `12.50`, in the currency's major unit; null when it is no amount in it. */
export declare function parseMoney(text: string, currency: string): Money | null;
/** As people read it: `₩1,290,000`. */
export declare function formatMoney(money: Money): string;
