// What of a message ops may see: attributes, ids, money and codes. Everything else is masked: name, address, phone,
// notes and reasons that people typed, and whatever a message of an unknown shape holds.

/** Stands for a value that is not shown. */
export const mask = '***'

/** The fields whose values are no personal data, when they look as such a value does. */
const openFields = new Set([
  ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'sequence', 'traceparent'],
  ...['seq', 'version', 'at', 'kind', 'causationId', 'hash', 'orderId', 'customerId', 'orderStatus', 'status'],
  ...['itemId', 'qty', 'amount', 'currency', 'attempt', 'payment', 'next', 'cause', 'needsAttention', 'to', 'round'],
  ...['deliveryId', 'refundId', 'disputeId', 'placedAt', 'updatedAt', 'evidenceDueBy', 'language'],
])

/** A name in a message's structure; anything else may itself be data. */
const fieldName = /^[A-Za-z][A-Za-z_]{0,39}[0-9]{0,3}$/
/** An id, a code, an instant or a path. */
const openText = /^[A-Za-z0-9/_.:+-]{1,100}$/

/** The JSON of a message with its personal data masked. */
export function masked(body: string): string {
  return JSON.stringify(maskedValue(JSON.parse(body), false))
}

/** `isOpen`: whether the field that holds it is open. */
function maskedValue(value: unknown, isOpen: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => maskedValue(each, isOpen))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, inner]) => {
      const isName = fieldName.test(name)
      return [isName ? name : mask, maskedValue(inner, isName && openFields.has(name))]
    })
    return Object.fromEntries(entries)
  }
  if (value === null || typeof value === 'boolean') return value
  if (!isOpen) return mask
  return typeof value === 'number' || openText.test(String(value)) ? value : mask
}

/** An attribute of a message as it is listed; null when it may be anything. */
export function openAttribute(value: string | null): string | null {
  return value !== null && openText.test(value) ? value : null
}
