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
/** A message that the customer was sent. */
export type CustomerMessage = {
    messageId: string;
    orderId: string;
    kind: MessageKind;
    text: string;
    sentAt: string;
};
/** `off`: the kinds that the customer does not want. All others are sent. */
export type MessageSettings = {
    off: MessageKind[];
};
