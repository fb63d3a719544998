import type { Contact, OrderSummary } from './order.ts';
export declare const deliveryStatuses: readonly ['assigned', 'started', 'completed', 'canceled'];
export type DeliveryRow = Contact & {
    deliveryId: string;
    orderId: string;
    status: (typeof deliveryStatuses)[number];
    lines: OrderSummary['lines'];
    startedAt: string | null;
    endedAt: string | null;
    updatedAt: string;
};
