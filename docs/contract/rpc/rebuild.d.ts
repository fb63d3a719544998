import * as z from 'zod';
import type { Caller } from './caller.ts';
import type { OrderMessage } from './message.ts';
import type { Result } from './result.ts';
/** The subscribers whose rows follow from the orders' events alone, and can be made from them again. */
export declare const projections: readonly ['mypage', 'ordermanagement', 'delivery', 'analytics'];
export type Projection = (typeof projections)[number];
/**
 * `missing`: the order has no row. `behind`: its row lacks events. `differs`: its row is not what its events make.
 * `foreign`: the row is of no order that has one. More may come. @extensible
 */
export declare const rowDifferenceKinds: readonly ['missing', 'behind', 'differs', 'foreign'];
export declare const rowDifferenceSchema: z.ZodObject<{
    orderId: z.ZodString;
    kind: z.ZodEnum<{
        behind: "behind";
        differs: "differs";
        foreign: "foreign";
        missing: "missing";
    }>;
    columns: z.ZodArray<z.ZodString>;
}, z.core.$strip>;
export type RowDifference = z.infer<typeof rowDifferenceSchema>;
/**
 * `rows`: each row of the projection is compared. `archive`: the orders in the archive. `recent`: those that other
 * projections name, since they may not be there yet. `found`: the first of the differences.
 */
export declare const rebuildSchema: z.ZodObject<{
    projection: z.ZodEnum<{
        analytics: "analytics";
        delivery: "delivery";
        mypage: "mypage";
        ordermanagement: "ordermanagement";
    }>;
    phase: z.ZodEnum<{
        archive: "archive";
        done: "done";
        recent: "recent";
        rows: "rows";
    }>;
    isRepairing: z.ZodBoolean;
    compared: z.ZodInt;
    differences: z.ZodInt;
    found: z.ZodArray<z.ZodObject<{
        orderId: z.ZodString;
        kind: z.ZodEnum<{
            behind: "behind";
            differs: "differs";
            foreign: "foreign";
            missing: "missing";
        }>;
        columns: z.ZodArray<z.ZodString>;
    }, z.core.$strip>>;
    startedAt: z.ZodISODateTime;
    endedAt: z.ZodNullable<z.ZodISODateTime>;
}, z.core.$strip>;
export type Rebuild = z.infer<typeof rebuildSchema>;
/** A row of a projection: its order, and where in the list of all rows it stands. */
export type RowRef = {
    orderId: string;
    key: string[];
};
/** The calls of operations to a context whose rows can be rebuilt. */
export interface RebuildRpc {
    /** The rows after the one of the key, in the order of their keys. */
    rowsAfter(key: string[] | null, limit: number): Promise<RowRef[]>;
    /** Write a mark into each of its databases: the least that one of them had before, 0 for none. */
    mark(mark: number): Promise<number>;
    /**
     * Compare the rows of these orders with their histories, and repair those that differ. `key`: of the row found; null:
     * see only whether the order lacks its row.
     */
    compare(orders: {
        orderId: string;
        key: string[] | null;
    }[], isRepairing: boolean): Promise<RowDifference[]>;
}
/** By this a rebuild reads an order: a message for each event, also of the types that a subscriber does not get. */
export interface OrderMessagesRpc {
    /** Oldest first; none when there is no such order. */
    messages(orderId: string, withContact: boolean): Promise<OrderMessage[]>;
}
/** The ids of the orders in the archive, in pieces, each order at least once. `cursor` null: from the beginning. */
export interface ArchivedOrdersRpc {
    archivedOrders(cursor: string | null): Promise<{
        orderIds: string[];
        cursor: string | null;
    }>;
}
/** For ops only. */
export interface RebuildsRpc {
    /** Do the next piece, or begin anew when it is done: call again until `phase` is `done`. */
    rebuild(caller: Caller, projection: Projection, isRepairing: boolean, requestId?: string): Promise<Result<Rebuild>>;
    /** The last rebuild of each projection. */
    rebuilds(caller: Caller): Promise<Result<{
        items: Rebuild[];
    }>>;
}
