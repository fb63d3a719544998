/** A span within its trace. `flags`: two hex digits. */
export type TraceContext = {
    traceId: string;
    spanId: string;
    flags: string;
};
/**
 * The context that a `traceparent` tells; null when it is none, or not valid. Of a later version only the fields that
 * this one has are read (section 3.2.4).
 */
export declare function parseTraceparent(text: string | null | undefined): TraceContext | null;
export declare function traceparentOf({ traceId, spanId, flags }: TraceContext): string;
