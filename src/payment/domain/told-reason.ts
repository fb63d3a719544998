// A provider's reason, as the order is told it. Pure.
import { reasonLengthMax, shortened } from '../../contract/text.ts'

/** A provider's text has no bound, and the messages of an order have one. */
export function toldReason(reason: string): string {
  return shortened(reason, reasonLengthMax)
}
