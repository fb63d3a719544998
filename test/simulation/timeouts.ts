// How long callers wait for an answer, as in the Workers.

/** An order sends to a queue; an order polls a subscriber; a payment calls its order. */
export const sendMsMax = 10_000
export const catchUpMsMax = 10_000
export const orderMsMax = 10_000
/** A payment calls the gate; its guarding alarm waits as long. */
export const gateMsMax = 3000
/** All other calls: the platform ends a call that hangs. */
export const answerMsMax = 20_000
