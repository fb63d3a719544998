import * as z from 'zod';
/** The step of the order that a message is about. More may come. @extensible */
export declare const messageKinds: readonly ['received', 'paid', 'packed', 'deliveryStarted', 'attemptFailed', 'delivered', 'orderCanceled', 'deliveryCanceled', 'refunded', 'partRefunded'];
export type MessageKind = (typeof messageKinds)[number];
export declare const messageKindSchema: z.ZodEnum<{
    attemptFailed: "attemptFailed";
    delivered: "delivered";
    deliveryCanceled: "deliveryCanceled";
    deliveryStarted: "deliveryStarted";
    orderCanceled: "orderCanceled";
    packed: "packed";
    paid: "paid";
    partRefunded: "partRefunded";
    received: "received";
    refunded: "refunded";
}>;
/**
 * How a message stands. `recorded`: it stands in the shop, which has no channel. `sent`: its channel has taken it.
 * `delivered` and `bounced`: so the channel reported. `waiting`: a try failed, and the next one follows. `failed`: it
 * was given up. More may come. @extensible
 */
export declare const messageStatuses: readonly ['recorded', 'sent', 'delivered', 'bounced', 'waiting', 'failed'];
export type MessageStatus = (typeof messageStatuses)[number];
export declare const messageStatusSchema: z.ZodEnum<{
    bounced: "bounced";
    delivered: "delivered";
    failed: "failed";
    recorded: "recorded";
    sent: "sent";
    waiting: "waiting";
}>;
/** Those that a person may have to look at. */
export declare const messageProblems: readonly ["waiting", "failed", "bounced"];
export type MessageProblem = (typeof messageProblems)[number];
/**
 * A message to a customer. `sentAt`: when it was sent; of one that is waiting or has failed, its last try. `status` is
 * absent in answers of earlier releases. `cause`: why it bounced or the last try failed, as a code. `tries`: those that
 * failed. `nextTryAt`: while it is waiting.
 */
export type CustomerMessage = {
    messageId: string;
    orderId: string;
    kind: MessageKind;
    text: string;
    sentAt: string;
    status?: MessageStatus;
    cause?: string | null;
    tries?: number;
    nextTryAt?: string | null;
};
/** `off`: the kinds that the customer does not want. All others are sent. */
export type MessageSettings = {
    off: MessageKind[];
};
