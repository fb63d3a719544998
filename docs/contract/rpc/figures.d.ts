/**
 * `type`, `unit`, `help`: as in OpenMetrics 1.0. `labels`: the names of the labels, in the order of their values. A
 * counter's name ends in `_total`; a histogram's three kinds of series share its name without their endings.
 */
export type FigureDefinition = {
    type: 'counter' | 'gauge' | 'histogram';
    unit?: 'seconds' | 'messages';
    labels: readonly string[];
    help: string;
};
export declare const figureDefinitions: {
    readonly homeappliance_orders_placed_total: {
        readonly type: 'counter';
        readonly labels: readonly [];
        readonly help: 'Orders that the gateway has placed';
    };
    readonly homeappliance_orders_of_day: {
        readonly type: 'gauge';
        readonly labels: readonly ["state"];
        readonly help: 'Orders placed today that are paid, delivered or canceled so far, counted up to 100,000';
    };
    readonly homeappliance_payments_total: {
        readonly type: 'counter';
        readonly labels: readonly ["outcome"];
        readonly help: 'Calls to pay, by what came of them';
    };
    readonly homeappliance_payment_duration_seconds_bucket: {
        readonly type: 'histogram';
        readonly unit: 'seconds';
        readonly help: 'How long a call to pay took, with its provider';
        readonly labels: readonly ["le"];
    };
    readonly homeappliance_payment_duration_seconds_sum: {
        readonly type: 'histogram';
        readonly unit: 'seconds';
        readonly help: 'How long a call to pay took, with its provider';
        readonly labels: readonly [];
    };
    readonly homeappliance_payment_duration_seconds_count: {
        readonly type: 'histogram';
        readonly unit: 'seconds';
        readonly help: 'How long a call to pay took, with its provider';
        readonly labels: readonly [];
    };
    readonly homeappliance_breaker_open: {
        readonly type: 'gauge';
        readonly labels: readonly ["gate"];
        readonly help: 'Whether the breaker of a gate to the payment provider is not closed';
    };
    readonly homeappliance_calls_total: {
        readonly type: 'counter';
        readonly labels: readonly ["context", "outcome"];
        readonly help: 'Calls of the gateway to a core context: answered, or failed (no answer, or a refusal of status 5xx)';
    };
    readonly homeappliance_outbox_age_seconds: {
        readonly type: 'gauge';
        readonly unit: 'seconds';
        readonly labels: readonly ["subscriber"];
        readonly help: 'Age of the oldest event that could not be sent to the queue of a subscriber, of the last three minutes';
    };
    readonly homeappliance_projection_lag_seconds: {
        readonly type: 'gauge';
        readonly unit: 'seconds';
        readonly labels: readonly ["subscriber"];
        readonly help: 'How long events have been missing at a subscriber that did not answer a poll, of the last three minutes';
    };
    readonly homeappliance_queue_backlog_messages: {
        readonly type: 'gauge';
        readonly unit: 'messages';
        readonly labels: readonly ["subscriber", "queue"];
        readonly help: 'Messages that wait in a queue of a subscriber';
    };
    readonly homeappliance_queue_oldest_message_seconds: {
        readonly type: 'gauge';
        readonly unit: 'seconds';
        readonly labels: readonly ["subscriber", "queue"];
        readonly help: 'Age of the oldest message that waits in a queue of a subscriber';
    };
    readonly homeappliance_dead_letters: {
        readonly type: 'gauge';
        readonly labels: readonly ["subscriber"];
        readonly help: 'Open dead letters of a subscriber, counted up to 1,000 in all';
    };
    readonly homeappliance_orders_needing_attention: {
        readonly type: 'gauge';
        readonly labels: readonly ["cause"];
        readonly help: 'Paid orders that are flagged, counted up to 1,000 in all';
    };
    readonly homeappliance_synthetic_order_failed: {
        readonly type: 'gauge';
        readonly labels: readonly [];
        readonly help: 'Whether the last synthetic order failed; absent while none is placed';
    };
};
export type FigureName = keyof typeof figureDefinitions;
export declare const figureNames: FigureName[];
/** `labels`: the values of its labels, as its definition lists them. Seconds, or a plain number. */
export type Figure = {
    name: FigureName;
    labels: readonly string[];
    value: number;
};
/**
 * What a Worker has counted since its last sample, by series (see `seriesOf`): `counts` add up, and of `peaks` the
 * greatest of a minute counts.
 */
export type FigureSample = {
    counts: Record<string, number>;
    peaks: Record<string, number>;
};
/** The figures that a context reads from its own store. The gateway has no binding to it. */
export interface FiguresRpc {
    figures(): Promise<Figure[]>;
}
/** Operations takes what Workers without a store count. */
export interface CollectorRpc {
    collect(sample: FigureSample): Promise<void>;
}
/** The outcomes of `homeappliance_payments_total`. Those that failed are not the customer's fault. */
export declare const payOutcomes: readonly ['paid', 'action', 'declined', 'refused', 'deferred', 'unknown', 'unavailable'];
export type PayFigure = (typeof payOutcomes)[number];
export declare const failedPayOutcomes: readonly PayFigure[];
/** The contexts without which the shop takes no money: their availability is the service level objective. */
export declare const coreContexts: readonly ['order', 'payment'];
/** The name of one series: the figure, and the values of its labels. */
export declare function seriesOf(name: FigureName, labels: readonly string[]): string;
/** The figure of a series; null when this release does not know it, or when it has other labels. */
export declare function figureOf(series: string, value: number): Figure | null;
