import type { Text } from './language.ts';
import { type Money } from './money.ts';
/** How a provider charges a currency. Amounts are in the currency's minor unit. */
export type Charging = {
    /** The digits after the decimal point in the provider's own amounts. */
    digits: number;
    least: number;
    most: number;
    /** Every amount of a charge or refund is a multiple of it. */
    step: number;
};
export type ChargingOf = (currency: string) => Charging | null;
/** A provider may not tell the least amount of a currency (null): the shop then sets one of its own. */
type Terms = Omit<Charging, 'least'> & {
    least: number | null;
};
/** By `PAYMENT_PROVIDER`; null for a currency that the provider does not take. */
export declare const chargingBy: {
    sandbox: typeof sandbox;
    stripe: typeof stripe;
    toss: typeof toss;
};
/** The embedded provider takes every currency and amount. */
declare function sandbox(currency: string): Charging | null;
/** Cards are charged from ₩100 on: https://docs.tosspayments.com/reference/error-codes (BELOW_MINIMUM_AMOUNT). */
declare function toss(currency: string): Charging | null;
/** After https://docs.stripe.com/currencies. Cards in a currency with three decimals have a last digit of 0. */
declare function stripe(currency: string): Terms | null;
/** `CURRENCIES`: as `KRW USD`. One with a least charge of the shop's own, in the minor unit: `KRW:800`. */
export type ChargingVars = {
    PAYMENT_PROVIDER: string;
    CURRENCIES: string;
};
/**
 * The shop's currencies, as its provider charges them. Throws, in one line, for a provider that is not known, and for a
 * currency that it cannot take or whose least amount nobody tells.
 */
export declare function readCharging({ PAYMENT_PROVIDER: provider, CURRENCIES: list }: ChargingVars): ChargingOf;
/** What is wrong with the currencies of a shop; null when nothing is. */
export declare function chargingFault(vars: ChargingVars): string | null;
/** Why the provider would not charge this amount; null when it would. */
export declare function chargeFault({ amount, currency }: Money, { least, most, step }: Charging): Text | null;
export {};
