// The most bytes of a request's body.

export const bodyBytesMax = 64 * 1024
/** A provider's webhook holds a whole object of the provider, with all that belongs to it. */
export const webhookBytesMax = 256 * 1024
