import type { Item } from './rpc.ts';
/**
 * A changed price is charged everywhere within a minute: KV caches the shelf at each location for half of it (its own
 * minimum), and each isolate caches it for the other half.
 */
export declare const shelfSecondsMax: {
    readonly atLocation: 30;
    readonly inIsolate: 30;
};
/** The items with these ids, by id; an id that is not on the shelf is absent. */
export declare function findItems(shelf: readonly Item[], itemIds: readonly string[]): Record<string, Item>;
