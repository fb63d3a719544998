// One channel at a time, by configuration.
import { expect, test } from 'vitest'
import { type ChannelPorts, channelOf } from '../../../src/message/channel.ts'
import { messageConfig } from '../../../src/message/config.ts'
import { readConfig } from '../../../src/platform/config.ts'
import { testPersonalDataKeys } from '../../support/vault.ts'

const ports: ChannelPorts = {
  webhook: { fetch: async () => new Response(), now: () => 0 },
  email: { binding: { send: async () => ({ messageId: 'x' }) }, addressOf: async () => null },
}

test.each([
  [undefined, {}],
  [undefined, { MESSAGE_WEBHOOK_URL: '', MESSAGE_EMAIL_FROM: '' }],
  ['webhook', { MESSAGE_WEBHOOK_URL: 'https://receiver.example/told', MESSAGE_WEBHOOK_SECRET: 'whsec_c2VjcmV0' }],
  ['email', { MESSAGE_EMAIL_FROM: 'The shop <orders@shop.example>' }],
])('it is %s for %j', (channel, vars) => {
  const config = readConfig(messageConfig, { PERSONAL_DATA_KEYS: testPersonalDataKeys, ...vars })
  expect(channelOf(config, ports)?.channel).toBe(channel)
})
