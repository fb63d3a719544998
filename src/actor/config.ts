// The variables of the order Worker.
import { chargingBy, chargingFault } from '../contract/charging.ts'
import { asText, oneOf, schema, variable, wholeNumber } from '../platform/config.ts'
import { personalDataKeys } from '../platform/vault.ts'

const providers = Object.keys(chargingBy) as (keyof typeof chargingBy)[]
const seconds = (meaning: string, byDefault: string) =>
  variable({ meaning, unit: 's', default: byDefault }, wholeNumber(1))

const days = wholeNumber(0)
const secondsOfDay = 86_400

/** Null for 0, which is for ever. */
function daysAsSeconds(text: string): number | null {
  const count = days(text)
  return count === 0 ? null : count * secondsOfDay
}

export const orderConfig = schema(
  {
    PAYMENT_PROVIDER: variable(
      { meaning: 'the payment provider, as in the payment Worker', default: 'sandbox' },
      oneOf(...providers),
    ),
    CURRENCIES: variable(
      {
        meaning: 'the currencies of the catalog; `KRW:800` has a least amount of the shop’s own, in the minor unit',
        default: 'KRW',
      },
      asText,
    ),
    UNPAID_SECONDS: seconds('an unpaid order is canceled after them', '1800'),
    NOT_TAKEN_SECONDS: seconds('a paid order that is not packed is flagged after them', '86400'),
    DELIVERY_NOT_STARTED_SECONDS: seconds('a packed order that is not on its way is flagged after them', '3600'),
    DELIVERY_NOT_COMPLETED_SECONDS: seconds('an order that is on its way is flagged after them', '604800'),
    NOT_REFUNDED_SECONDS: seconds('an order whose refund is not confirmed is flagged after them', '3600'),
    CONFIRM_SECONDS: seconds('from an order’s last event until it polls its subscribers', '20'),
    RECHECK_SECONDS: seconds('from poll to poll, once all is applied, until the order is final', '432000'),
    ARCHIVE_AFTER_SECONDS: seconds('after them the events of an order that is not final are archived', '604800'),
    RETENTION_DAYS: variable(
      {
        meaning: 'after its last event a finished order keeps name, address and phone number; 0: for ever',
        unit: 'days',
        default: '1825',
      },
      daysAsSeconds,
    ),
    PERSONAL_DATA_KEYS: personalDataKeys,
  },
  (config) => {
    const fault = chargingFault(config)
    return fault === null ? [] : [fault]
  },
)
