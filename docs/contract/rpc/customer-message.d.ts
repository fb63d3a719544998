import * as z from 'zod';
/** The event that a message is about. More may come. @extensible */
export declare const messageKinds: readonly ['deliveryStarted', 'deliveryCanceled', 'orderCanceled', 'partRefunded'];
export type MessageKind = (typeof messageKinds)[number];
export declare const messageKindSchema: z.ZodEnum<{
    deliveryCanceled: "deliveryCanceled";
    deliveryStarted: "deliveryStarted";
    orderCanceled: "orderCanceled";
    partRefunded: "partRefunded";
}>;
/** A message that the customer was sent. */
export type CustomerMessage = {
    messageId: string;
    orderId: string;
    kind: MessageKind;
    text: string;
    sentAt: string;
};
