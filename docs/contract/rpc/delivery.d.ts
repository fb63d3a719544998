import type { Caller } from './caller.ts';
import type { AttemptFailed, Handover } from './handover.ts';
import type { RequestMeta } from './idempotency.ts';
import type { Contact, OrderSummary } from './order.ts';
import type { Result } from './result.ts';
import type { Page, PageRequest } from './rpc.ts';
export declare const deliveryStatuses: readonly ['assigned', 'started', 'completed', 'canceled'];
/** The courier who has a delivery, since they set out with it (ISO 8601). */
export type DeliveryCourier = {
    courierId: string;
    name: string;
    since: string;
};
export type DeliveryRow = Contact & {
    deliveryId: string;
    orderId: string;
    /** `assigned`: the goods are at the store, before the first way to the customer or after a failed one. */
    status: (typeof deliveryStatuses)[number];
    lines: OrderSummary['lines'];
    startedAt: string | null;
    endedAt: string | null;
    updatedAt: string;
    /** Null: nobody has set out with it. Absent in releases without couriers. */
    courier?: DeliveryCourier | null;
    failedAttempt?: NonNullable<OrderSummary['delivery']>['failedAttempt'];
};
export interface DeliveryRpc {
    list(caller: Caller, status: DeliveryRow['status'] | null, page: PageRequest): Promise<Result<Page<DeliveryRow>>>;
    get(caller: Caller, orderId: string): Promise<Result<DeliveryRow>>;
    complete(caller: Caller, orderId: string, request: RequestMeta, handover?: Handover): Promise<Result<OrderSummary>>;
    /** The caller sets out with it. `from`: the courier whom they take it over from, null for none. */
    setOut(caller: Caller, orderId: string, from: string | null): Promise<Result<DeliveryRow>>;
    /** The goods were not handed over. */
    failAttempt(caller: Caller, orderId: string, failed: AttemptFailed, request: RequestMeta): Promise<Result<OrderSummary>>;
    /** The staff send the goods of a failed attempt, which came back to the store, out again. */
    restart(caller: Caller, orderId: string, attempt: number, request: RequestMeta): Promise<Result<OrderSummary>>;
    /** See MyPageRpc. */
    newestChange(caller: Caller, orderId: string | null, after: number): Promise<Result<number>>;
    /** The couriers' pages under /courier. */
    page(caller: Caller, request: Request, requestId: string): Promise<Response>;
}
