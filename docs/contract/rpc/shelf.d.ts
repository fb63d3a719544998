import type { Item } from './rpc.ts';
/**
 * A changed price is charged everywhere within a minute: KV keeps the shelf at each location for so long (its own
 * minimum), and each isolate that reads it often keeps it for so long again.
 */
export declare const shelfSecondsMax: {
    readonly atLocation: 30;
    readonly inIsolate: 30;
};
/** The items with these ids, by id; an id that is not on the shelf is absent. */
export declare function findItems(shelf: readonly Item[], itemIds: readonly string[]): Record<string, Item>;
