// Personal data of orders and their events: encrypted at rest and on its way, and opened for those who may read it.
import type { OrderEvent } from '../contract/events.ts'
import { type Contact, contactSchema, emptied, type OrderSummary } from '../contract/order.ts'
import { accepted, type Result } from '../contract/result.ts'
import { type MaybeSealed, type OrderHistory, type SealedHistory, withNote } from '../contract/sealed.ts'
import { readableOr, type Vault } from './vault.ts'

/** Opens texts that were encrypted under the key of one order. */
type Open = (text: string) => string

/** The order with its personal data. One whose data was erased, or was never encrypted, is as it came. */
export function openOrder(vault: Pick<Vault, 'open'>, { sealed, ...order }: MaybeSealed): OrderSummary {
  if (!sealed) return order
  const open = (text: string) => vault.open(order.orderId, sealed.key, text)
  const noted = sealed.note === undefined ? order : withNote(order, open(sealed.note))
  return { ...noted, contact: readContact(open(sealed.contact)) }
}

/**
 * The order of a row of a view, with its personal data. A row that somebody changed by hand is shown without it: one
 * such row must not take a whole list away. The next event of the order, or a rebuild, mends it.
 */
export function openRowOrder(vault: Pick<Vault, 'open'>, order: MaybeSealed): OrderSummary {
  const { sealed: _, ...withoutPersonalData } = order
  return readableOr(withoutPersonalData, () => openOrder(vault, order))
}

/** What came of a command or a payment, with the order's personal data. */
export function openOutcome<T extends { order: MaybeSealed }>(
  vault: Pick<Vault, 'open'>,
  outcome: Result<T>,
): Result<Omit<T, 'order'> & { order: OrderSummary }> {
  if (!outcome.ok) return outcome
  return accepted({ ...outcome.value, order: openOrder(vault, outcome.value.order) })
}

/** The history with its personal data. */
export function openHistory(vault: Pick<Vault, 'open'>, { order, events, ...rest }: SealedHistory): OrderHistory {
  const key = order.sealed?.key
  const open: Open | null = key === undefined ? null : (text) => vault.open(order.orderId, key, text)
  return { ...rest, order: openOrder(vault, order), events: events.map((event) => openedEvent(event, open)) }
}

/** The event with its personal data encrypted beside it. */
export function sealedEvent<T extends OrderEvent>(event: T, seal: (text: string) => string): T {
  const text = personalDataOf(event)
  return text === null ? event : { ...event, data: { ...event.data, sealed: seal(text) } }
}

/** The event as it is stored and sent: without the personal data that is encrypted beside it. */
export function redactedEvent<T extends OrderEvent>(event: T): T {
  return sealedIn(event) === undefined ? event : withPersonalData(event, null)
}

/** The event with its personal data. `open` null: the order's key was deleted. */
export function openedEvent<T extends OrderEvent>(event: T, open: Open | null): T {
  const text = sealedIn(event)
  return text === undefined || open === null ? event : withPersonalData(event, open(text))
}

/** What is personal in the event, as text; null for nothing. */
function personalDataOf({ type, data }: OrderEvent): string | null {
  switch (type) {
    case 'OrderPlaced':
      return writeContact(data.contact)
    case 'DeliveryCompleted':
      return data.handover?.note ?? null
    case 'DeliveryAttemptFailed':
      return data.note
    default:
      return null
  }
}

function withPersonalData<T extends OrderEvent>(event: T, text: string | null): T {
  switch (event.type) {
    case 'OrderPlaced': {
      const contact = text === null ? emptied(event.data.contact) : readContact(text)
      return { ...event, data: { ...event.data, contact } }
    }
    case 'DeliveryCompleted': {
      const { handover } = event.data
      return handover === undefined
        ? event
        : { ...event, data: { ...event.data, handover: { ...handover, note: text } } }
    }
    case 'DeliveryAttemptFailed':
      return { ...event, data: { ...event.data, note: text } }
    default:
      return event
  }
}

function sealedIn({ data }: OrderEvent): string | undefined {
  return 'sealed' in data ? data.sealed : undefined
}

/** Without names of fields: a row of D1 holds some 900 bytes before it takes a page more. */
function writeContact({
  customerName,
  deliveryAddress,
  deliveryPhoneNumber,
  deliveryPhone,
  language,
}: Contact): string {
  const phone = deliveryPhone && [deliveryPhone.e164, deliveryPhone.display]
  return JSON.stringify([customerName, deliveryAddress, deliveryPhoneNumber, language ?? null, ...(phone ?? [])])
}

function readContact(text: string): Contact {
  const [customerName, deliveryAddress, deliveryPhoneNumber, language, e164, display] = JSON.parse(text)
  const isDialled = e164 !== undefined
  return contactSchema.parse({
    ...{ customerName, deliveryAddress, deliveryPhoneNumber },
    ...(isDialled && { deliveryPhone: { e164, display } }),
    ...(language !== null && { language }),
  })
}
