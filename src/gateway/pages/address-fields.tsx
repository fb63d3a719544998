// The address in the order form: in Korea postcode, road address and detail; elsewhere by lines.
import type { Reader, Text } from '../../contract/language.ts'
import { Field, type FieldProps } from '../../web/components.tsx'
import { useTexts } from '../../web/reader.ts'
import { texts } from './texts.ts'

export type AddressForm = 'korean' | 'lines'

/** The fields of both forms, other than the one line that an order has. */
export const addressFields = [
  'addressForm',
  'postcode',
  'roadAddress',
  'addressDetail',
  'secondLine',
  'country',
] as const

/** The form that was chosen, else the one of the reader's language. */
export function addressFormOf(chosen: string | null | undefined, { language }: Reader): AddressForm {
  if (chosen === 'korean' || chosen === 'lines') return chosen
  return language === 'ko' ? 'korean' : 'lines'
}

/**
 * The address in one line, as an order has it: `(06236) 서울특별시 강남구 테헤란로 12, 3층`; or the lines with commas.
 * `fault`: the field that is wrong, with the reason as a form tells it.
 */
export function addressIn(input: Record<string, string>): { address: string } | { field: string; fault: Text } {
  const typed = (name: string) => (input[name] ?? '').trim()
  if (input['addressForm'] !== 'korean') {
    return { address: ['deliveryAddress', 'secondLine', 'country'].map(typed).filter(Boolean).join(', ') }
  }
  const [postcode, road, detail] = [typed('postcode'), typed('roadAddress'), typed('addressDetail')]
  if (!/^\d{5}$/.test(postcode)) return { field: 'postcode', fault: postcodeWanted }
  if (road === '') return { field: 'roadAddress', fault: roadWanted }
  return { address: `(${postcode}) ${road}${detail === '' ? '' : `, ${detail}`}` }
}

type Props = {
  form: AddressForm
  otherForm: string
  field: (name: string) => Pick<FieldProps, 'name' | 'value' | 'error'>
}

/** `otherForm`: the address of the page with the other form. */
export function AddressFields({ form, otherForm, field }: Props) {
  const t = useTexts(texts).addressFields
  return (
    <fieldset class="plain">
      <legend class="unseen">{t.legend}</legend>
      <input type="hidden" name="addressForm" value={form} />
      {form === 'korean' ? (
        <>
          <Field
            {...field('postcode')}
            label={t.postcode}
            hint={t.postcodeHint}
            autocomplete="postal-code"
            maxlength={5}
            required
          />
          <Field {...field('roadAddress')} label={t.road} autocomplete="address-line1" maxlength={300} required />
          <Field
            {...field('addressDetail')}
            label={t.detail}
            hint={t.detailHint}
            autocomplete="address-line2"
            maxlength={150}
          />
        </>
      ) : (
        <>
          <Field
            {...field('deliveryAddress')}
            label={t.address}
            autocomplete="street-address"
            maxlength={500}
            required
          />
          <Field {...field('secondLine')} label={t.secondLine} autocomplete="address-level2" maxlength={150} />
          <Field {...field('country')} label={t.country} autocomplete="country-name" maxlength={60} />
        </>
      )}
      <p class="small">
        <a href={otherForm}>{form === 'korean' ? t.abroad : t.inKorea}</a>
      </p>
    </fieldset>
  )
}

const postcodeWanted: Text = { en: 'must be 5 digits, such as 06236', ko: '우편번호는 숫자 5자리입니다(예: 06236)' }
const roadWanted: Text = { en: 'must not be empty', ko: '도로명 주소를 입력해 주세요' }
