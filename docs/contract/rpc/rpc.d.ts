import type { Caller } from './caller.ts';
import type { CommandMeta, CommandOutcome, OrderCommand } from './commands.ts';
import type { CustomerMessage, MessageSettings } from './customer-message.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeliveryRow } from './delivery.ts';
import type { EventType, SubscribedEvent } from './events.ts';
import type { AttemptFailed, Handover } from './handover.ts';
import type { RequestMeta } from './idempotency.ts';
import type { Translated } from './language.ts';
import type { IncomingMessage } from './message.ts';
import type { Money } from './money.ts';
import type { Bookmarked, ChangedOrder, Freshness, MyPageChanges, MyPageRow } from './mypage.ts';
import type { AttentionCause, Contact, OrderRecord, OrderSummary } from './order.ts';
import type { BreakerState } from './payment.ts';
import type { Result } from './result.ts';
import type { OrderHistory, SealedOrder } from './sealed.ts';
/** A page of a list. `cursor` is opaque; null on the last page. */
export type Page<T> = {
    items: T[];
    cursor: string | null;
};
export type PageRequest = {
    limit: number;
    cursor: string | null;
};
/** What a person reads of an item; its `translations` are in other languages. */
export type ItemTexts = {
    itemName: string;
    description: string;
    category: string;
};
/** `picture`: the name of a drawing of the shop. `isUnlisted`: it can be ordered, and is not in the shop's window. */
export type Item = ItemTexts & {
    itemId: string;
    price: Money;
    translations?: Translated<ItemTexts> | undefined;
    picture?: string | undefined;
    isUnlisted?: boolean | undefined;
};
export interface CatalogRpc {
    list(): Promise<Item[]>;
    /** The items found, by id; an id that is not in the catalog is absent. */
    find(itemIds: string[]): Promise<Record<string, Item>>;
}
export type PlaceOrderRequest = {
    lines: {
        itemId: string;
        qty: number;
        itemName?: string;
        itemPrice?: number;
    }[];
    contact: Contact;
    withPaymentToken: boolean;
    /** A hash of the payment token: a repeat with another token is another request. */
    paymentFingerprint?: string;
};
/** Whether a history is as it was written: each event's hash covers the event and the hash of the one before it. */
export type Verification = {
    whole: true;
    events: number;
    hash: string;
} | {
    whole: false;
    brokenAt: number;
};
/** The order context as the gateway and the pages use it: every call is made for a verified caller. */
export interface OrderRpc {
    place(caller: Caller, input: PlaceOrderRequest, request: RequestMeta): Promise<Result<{
        order: OrderSummary;
        created: boolean;
    }>>;
    get(caller: Caller, orderId: string): Promise<Result<OrderSummary>>;
    cancel(caller: Caller, orderId: string, note: string | null, request: RequestMeta): Promise<Result<OrderSummary>>;
    /** Refund a part of the money while the order stands: the store's decision, with its reason. */
    refundPart(caller: Caller, orderId: string, amount: Money, reason: string, request: RequestMeta): Promise<Result<OrderSummary>>;
    /** The history, and the order as it stood after the last event shown. `asOf` is a seq or an ISO instant. */
    history(caller: Caller, orderId: string, asOf: number | string | null): Promise<Result<OrderHistory>>;
    /** Whether the stored history is as it was written; if not, the seq of the first event that is not. */
    verify(caller: Caller, orderId: string): Promise<Result<Verification>>;
    /** Erase name, address and phone number, for good. Refused while the order is open. */
    erase(caller: Caller, orderId: string, request: RequestMeta): Promise<Result<OrderSummary>>;
    /** Poll every subscriber and bring it the messages that it lacks: for ops, after the restore of a backup. */
    republish(caller: Caller, orderId: string): Promise<Result<OrderSummary>>;
    /** Record that the payment is deferred, when the payment context does not answer and cannot report it itself. */
    deferPayment(caller: Caller, orderId: string, requestId: string): Promise<Result<OrderSummary>>;
}
/**
 * A subscriber's checkpoint for one order. `appliedSeq`: it has applied every event that it subscribes to, up to this
 * seq; 0 for none. `busy`: it is overloaded, and the order polls it later.
 */
export type Checkpoint = {
    busy: false;
    appliedSeq: number;
} | {
    busy: true;
};
/** The calls of an order's actor to each of its subscribers, by which it repairs the loss of messages. */
export interface SubscriberRpc {
    /**
     * Apply `messages`, which may repeat what came by the queue, and return the checkpoint. `order` is how it stands now,
     * without its contact; `messages`, which may be empty, are in the order of their seq. Old calls lack `subscribed`.
     */
    catchUp(order: OrderRecord, messages: IncomingMessage[], subscribed?: SubscribedEvent[]): Promise<Checkpoint>;
    /** The poll of the first release, whose actors may still call it. Returns the checkpoint's `appliedSeq`. */
    takenIn(order: OrderRecord): Promise<number>;
}
/** By this the other contexts read an order, its personal data encrypted, and report to it. */
export interface OrderCommandsRpc {
    handle(orderId: string, command: OrderCommand, meta: CommandMeta): Promise<CommandOutcome>;
    /** The order now, or right after its first event of a type; null when there is none. */
    read(orderId: string, after?: EventType): Promise<SealedOrder | null>;
}
export type WorklistRow = Contact & {
    orderId: string;
    orderStatus: OrderSummary['orderStatus'];
    lines: OrderSummary['lines'];
    total: Money;
    paidAt: string;
    updatedAt: string;
    seq: number;
    /** Why a person has to look at this order; null if nobody has to. */
    needsAttention: AttentionCause | null;
    /** Absent in answers of earlier releases. */
    clerk?: Clerk | null;
};
/** The clerk who has claimed the order or, after that, has packed it; and since when (ISO 8601) they have it. */
export type Clerk = {
    id: string;
    name: string;
    since: string;
};
/**
 * `flaggedOnly`: those that need attention. `search`: the orders of all statuses that are found by their number, or by
 * words of the customer's name, phone number and items. It goes alone.
 */
export type WorklistFilter = {
    orderStatus: OrderSummary['orderStatus'] | null;
    flaggedOnly: boolean;
    search?: string | null;
};
export interface OrderManagementRpc {
    list(caller: Caller, filter: WorklistFilter, page: PageRequest): Promise<Result<Page<WorklistRow>>>;
    get(caller: Caller, orderId: string): Promise<Result<WorklistRow>>;
    take(caller: Caller, orderId: string, request: RequestMeta): Promise<Result<OrderSummary>>;
    /** Have a paid order in hand. `from`: the account of the clerk whose claim is taken from them; null: nobody’s. */
    claim(caller: Caller, orderId: string, from: string | null, requestId?: string): Promise<Result<WorklistRow>>;
    /** Let go of the caller's own claim. */
    release(caller: Caller, orderId: string): Promise<Result<WorklistRow>>;
    cancel(caller: Caller, orderId: string, note: string | null, request: RequestMeta): Promise<Result<OrderSummary>>;
    /** See MyPageRpc. */
    newestChange(caller: Caller, orderId: string | null, after: number): Promise<Result<number>>;
    /** The staff's pages under /admin. */
    page(caller: Caller, request: Request, requestId: string): Promise<Response>;
}
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
export interface MessageRpc {
    list(caller: Caller, orderId: string | null, page: PageRequest): Promise<Result<Page<CustomerMessage>>>;
    get(caller: Caller, messageId: string): Promise<Result<CustomerMessage>>;
    settings(caller: Caller): Promise<Result<MessageSettings>>;
    changeSettings(caller: Caller, settings: MessageSettings): Promise<Result<MessageSettings>>;
    page(caller: Caller, request: Request, requestId?: string): Promise<Response>;
}
export interface MyPageRpc {
    list(caller: Caller, page: PageRequest, freshness?: Freshness): Promise<Result<Page<MyPageRow> & Bookmarked>>;
    get(caller: Caller, orderId: string, freshness?: Freshness): Promise<Result<MyPageRow & Bookmarked>>;
    /**
     * Rows changed since the caller's change number `after`, oldest first: of the newest orders, about 100 at most. Null
     * begins at now: `from` is then the newest change, and there are no rows.
     */
    follow(caller: Caller, after: number | null): Promise<Result<MyPageChanges>>;
    /** The rows of `follow`, for a gateway of an earlier release. */
    changes(caller: Caller, after: number): Promise<Result<MyPageRow[]>>;
    /**
     * The orders of all customers that changed since the ISO instant (null: all), and all that are still to be paid, by
     * id. A page may hold fewer than its limit, or none, without being the last.
     */
    changedSince(caller: Caller, since: string | null, page: PageRequest): Promise<Result<Page<ChangedOrder>>>;
    /**
     * For the pages that follow changes: the time of the newest change after `after`, of one order or (null) of the
     * newest ones, in milliseconds; `after` itself when there is none. Another customer's order never changes.
     */
    newestChange(caller: Caller, orderId: string | null, after: number): Promise<Result<number>>;
    /** The customer's pages under /mypage. */
    page(caller: Caller, request: Request, requestId: string): Promise<Response>;
}
/** The sandbox is a provider of its own; the shop shows its pages, under /sandbox, at its own address. */
export interface SandboxRpc {
    page(caller: Caller, request: Request): Promise<Response>;
}
/** For gateways of earlier releases: see `OpsRpc`. */
export interface OperationsRpc {
    deadLetters(caller: Caller, subscriber: string | null, page: PageRequest): Promise<Result<Page<DeadLetter>>>;
}
/** Of every context: the gateway asks which one is down. Throws when its store does not answer. */
export interface HealthRpc {
    ready(): Promise<Readiness>;
}
/** `breakers`: the state of each circuit breaker of the context, if it has any. */
export type Readiness = {
    ok: true;
    breakers?: Record<string, BreakerState>;
};
