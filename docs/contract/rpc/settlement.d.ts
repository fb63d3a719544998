import * as z from 'zod';
/** How the customer gets the money. More may come. @extensible */
export declare const settlementWays: readonly ['bankTransfer', 'cash', 'storeCredit', 'other'];
export declare const settlementWaySchema: z.ZodEnum<{
    bankTransfer: "bankTransfer";
    cash: "cash";
    other: "other";
    storeCredit: "storeCredit";
}>;
export type SettlementWay = (typeof settlementWays)[number];
/** The longest reference, such as the number of a bank transfer. The store reads it, no customer does. */
export declare const referenceLengthMax = 200;
/**
 * What the staff say of it. `checkedAtProvider`: they have looked at the provider's dashboard, and the refund is not
 * there. It counts only while the provider itself cannot be asked.
 */
export type SettlementInput = {
    way: SettlementWay;
    reference: string;
    checkedAtProvider: boolean;
};
/** `at`: ISO 8601. `by`: the account of the clerk. `reference` and `by` are null for the customer. */
export type Settlement = {
    way: SettlementWay;
    at: string;
    reference: string | null;
    by: string | null;
};
