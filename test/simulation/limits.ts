// How long is waited for an answer, as in the Workers' shells.

/** An order hands something to a queue; asks a subscriber for its checkpoint; is called by its payment. */
export const sendMsMax = 10_000
export const catchUpMsMax = 10_000
export const orderMsMax = 10_000
/** A payment calls the gate: as long as its guarding alarm waits. */
export const gateMsMax = 3000
/** Of those without a limit of their own: the platform ends what hangs. */
export const answerMsMax = 20_000
