/** Jurisdictions of the platform. */
export declare const regions: readonly ['eu', 'us', 'fedramp'];
export type Region = (typeof regions)[number];
/** Where orders may be, for whoever looks for all of them. */
export declare const everywhere: readonly (Region | null)[];
/** The same id, of an order in this region. 24 of its characters are left, which are 120 bits. */
export declare function inRegionOf(region: Region | null, orderId: string): string;
/** Where the order is kept; null: in no region in particular. */
export declare function regionOf(orderId: string): Region | null;
