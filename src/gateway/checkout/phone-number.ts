// A phone number as people write it, read into E.164 and the form that staff and couriers see.
import { type CountryCode, getCountryCallingCode, parsePhoneNumberWithError } from 'libphonenumber-js/min'
import type { Text } from '../../contract/language.ts'
import type { DeliveryPhone } from '../../contract/order.ts'

/** How a number is read: the country that a number without `+` belongs to, by its ISO 3166-1 code (`KR`). */
export type PhoneSettings = { PHONE_COUNTRY: CountryCode }

/**
 * Read a phone number. Full-width digits, every kind of dash and extensions are understood. The display form is the
 * national one, and the international one for a number of another country. Gives the reason when it cannot be dialled,
 * as it goes on after "The phone number".
 */
export function readPhoneNumber(input: string, settings: PhoneSettings): DeliveryPhone | { reason: Text } {
  const { PHONE_COUNTRY: country } = settings
  const text = asPlain(input)
  // Many write 00 for the +, whatever is dialled where they are.
  const abroad = text.startsWith('00') ? read(`+${text.slice(2)}`, country) : null
  return abroad === null || 'reason' in abroad ? read(text, country) : abroad
}

function read(text: string, country: CountryCode): DeliveryPhone | { reason: Text } {
  try {
    // `extract: false`: a number within other words is not one.
    const number = parsePhoneNumberWithError(text, { defaultCountry: country, extract: false })
    if (!number.isValid()) return { reason: number.isPossible() ? notInUse(number.countryCallingCode) : notOne }
    const isDomestic = number.countryCallingCode === getCountryCallingCode(country)
    return { e164: number.number, display: isDomestic ? number.formatNational() : number.formatInternational() }
  } catch (fault) {
    const code = fault instanceof Error ? fault.message : ''
    return { reason: reasons[code] ?? notOne }
  }
}

/** In the marks and words that the library reads: without `tel:` (RFC 3966), and with "extension" in English. */
function asPlain(input: string): string {
  return (
    input
      .normalize('NFKC')
      .replaceAll(/[\p{Pd}\u2212\u00b7]/gu, '-')
      .replace(/^tel:/i, '')
      .trim()
      // "4567/8", "4567~8": a second number by its last digits. The first one is dialled.
      .replace(/(\d)\s*[/~]\s*\d{1,2}$/, '$1')
      .replace(/\(?(?:내선(?:번호)?|内線|分机)[ :]*(\d+)\)?$/u, ' ext. $1')
  )
}

const notOne: Text = {
  en: 'cannot be dialled: write it like 010-0123-4567, or with + and the code of its country',
  ko: '걸 수 없는 번호입니다. 010-0123-4567처럼 쓰거나 +와 국가 번호로 시작해 주세요',
}

const reasons: Record<string, Text> = {
  TOO_SHORT: { en: 'is too short', ko: '번호가 너무 짧습니다' },
  TOO_LONG: { en: 'is too long', ko: '번호가 너무 깁니다' },
  INVALID_LENGTH: { en: 'has not the length of one', ko: '번호의 길이가 맞지 않습니다' },
  INVALID_COUNTRY: { en: 'begins with the code of no country', ko: '없는 국가 번호로 시작합니다' },
}

function notInUse(callingCode: string): Text {
  return {
    en: `is not in use in the country +${callingCode}; one of another country begins with + and its code`,
    ko: `+${callingCode} 국가에서 쓰지 않는 번호입니다. 다른 국가의 번호는 +와 국가 번호로 시작해 주세요`,
  }
}
