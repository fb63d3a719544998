import * as z from 'zod';
/** The event that a message is about. More may come. @extensible */
export declare const messageKinds: readonly ['deliveryStarted', 'deliveryCanceled'];
export type MessageKind = (typeof messageKinds)[number];
export declare const messageKindSchema: z.ZodEnum<{
    deliveryCanceled: "deliveryCanceled";
    deliveryStarted: "deliveryStarted";
}>;
