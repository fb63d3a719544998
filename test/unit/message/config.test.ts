// The variables of the message Worker: what does not fit together is named, and no secret is told.
import { expect, test } from 'vitest'
import { messageConfig } from '../../../src/message/config.ts'
import { configFaults } from '../../../src/platform/config.ts'
import { testPersonalDataKeys } from '../../support/vault.ts'

const webhook = { MESSAGE_WEBHOOK_URL: 'https://receiver.example/told', MESSAGE_WEBHOOK_SECRET: 'whsec_c2VjcmV0' }
const email = { MESSAGE_EMAIL_FROM: 'The shop <orders@shop.example>' }

test.each([
  [{}, []],
  [webhook, []],
  [email, []],
  [{ ...webhook, ...email }, ['MESSAGE_WEBHOOK_URL and MESSAGE_EMAIL_FROM are set: there is one channel']],
  [{ ...webhook, MESSAGE_WEBHOOK_SECRET: '' }, ['MESSAGE_WEBHOOK_SECRET is not set, and MESSAGE_WEBHOOK_URL needs it']],
  [{ ...webhook, MESSAGE_WEBHOOK_SECRET: 'whsec_c2VjcmV0 whsec_bmV3IHNlY3JldA==' }, []],
  [{ ...webhook, MESSAGE_WEBHOOK_SECRET: 'any other text' }, []],
  [
    { ...webhook, MESSAGE_WEBHOOK_SECRET: 'whsec_%%%' },
    ['MESSAGE_WEBHOOK_SECRET: it must be whsec_ and base64, or any text without whsec_'],
  ],
  [
    { MESSAGE_EMAIL_FROM: 'The shop' },
    [
      'MESSAGE_EMAIL_FROM is "The shop": ' +
        'it must be an address, such as orders@shop.example or Shop <orders@shop.example>',
    ],
  ],
])('%j: %j', (vars, faults) => {
  expect(configFaults(messageConfig, { PERSONAL_DATA_KEYS: testPersonalDataKeys, ...vars })).toEqual(faults)
})
