// The variables of the mypage Worker.
import { asText, schema, variable } from '../platform/config.ts'
import { personalDataKeys } from '../platform/vault.ts'
import { shardsText } from './shards.ts'

export const myPageConfig = schema({
  MYPAGE_SHARDS: variable(
    { meaning: 'how many of its databases hold the customers; `2 to 4` while they are being moved', default: '2' },
    shardsText,
  ),
  SELLER_NAME: variable({ meaning: 'on a receipt: who sells', default: 'Home appliances' }, asText),
  SELLER_REGISTRATION: variable({ meaning: 'on a receipt: the business registration number', default: '' }, asText),
  SELLER_ADDRESS: variable({ meaning: 'on a receipt: the seller’s address', default: '' }, asText),
  TAX_PERCENT: variable(
    { meaning: 'on a receipt: the tax that prices include; 0: none is shown', unit: '%', default: '10' },
    (text) => {
      const percent = Number(text)
      if (text.trim() !== '' && percent >= 0 && percent < 100) return percent
      throw new Error('it must be a number such as 10, or 0')
    },
  ),
  PERSONAL_DATA_KEYS: personalDataKeys,
})
