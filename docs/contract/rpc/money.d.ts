import * as z from 'zod';
import type { Language } from './language.ts';
export declare const moneySchema: z.ZodObject<{
    amount: z.ZodInt;
    currency: z.ZodString;
}, z.core.$strip>;
export type Money = z.infer<typeof moneySchema>;
/** Money that was moved, under its id at the provider. */
export type Entry = {
    id: string;
    amount: Money;
};
export declare function sameMoney(a: Money, b: Money): boolean;
/** `unit` times `qty`: exact for the lines of an order, whose total was checked when it was placed. */
export declare function times(unit: Money, qty: number): Money;
/** The sum of amounts in one currency, in its minor unit; 0 for no amounts. */
export declare function totalOf(parts: readonly {
    amount: Money;
}[]): number;
/** Read an amount that a person typed in the currency's major unit (`1500`, `1,500`, `12.50`); null when it is none. */
export declare function parseMoney(text: string, currency: string): Money | null;
/** The amount as text for people, as their language writes it: `₩1,290,000`, `$12.50` (in Korean `US$12.50`). */
export declare function formatMoney({ amount, currency }: Money, language?: Language): string;
