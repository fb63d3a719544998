// The configuration chooses the provider, and a missing variable is one clear error.
import { describe, expect, it } from 'vitest'
import { secretsOfProvider } from '../../../scripts/deploy/secrets.ts'
import { chargingBy } from '../../../src/contract/charging.ts'
import { type PaymentVars, paymentConfig } from '../../../src/payment/config.ts'
import {
  chooseProvider,
  configuredProviders,
  firstGate,
  gateNameFor,
  gateNames,
  openProvider,
  providerOfGate,
  unnamedProvider,
} from '../../../src/payment/settings.ts'
import { readConfig } from '../../../src/platform/config.ts'
import { testPersonalDataKeys } from '../../support/vault.ts'

const vars: PaymentVars = {
  SANDBOX_URL: 'https://sandbox.internal',
  SANDBOX_API_KEY: 'key',
  SANDBOX_WEBHOOK_SECRET: 'secret',
  PERSONAL_DATA_KEYS: testPersonalDataKeys,
}
const secrets = {
  STRIPE_SECRET_KEY: 'sk_test',
  STRIPE_WEBHOOK_SECRET: 'whsec',
  TOSS_SECRET_KEY: 'test_sk',
  TOSS_WEBHOOK_SECRET: 'secret',
}
const nobody = async () => new Response(null)
const read = (change: Partial<PaymentVars> = {}) => readConfig(paymentConfig, { ...vars, ...change })
const choose = (change: Partial<PaymentVars>) => () =>
  chooseProvider(read(change), { sandbox: nobody, internet: nobody })

describe('the configuration', () => {
  it.each(Object.keys(chargingBy))('chooses %s by its name', (name) => {
    expect(choose({ ...secrets, PAYMENT_PROVIDER: name })().name).toBe(name)
  })

  it('is refused in one clear line when the provider is unknown or a key is missing', () => {
    expect(choose({ PAYMENT_PROVIDER: 'bank' })).toThrow('PAYMENT_PROVIDER is "bank": it can be: sandbox, stripe, toss')
    expect(choose({ SANDBOX_API_KEY: '' })).toThrow(
      'SANDBOX_API_KEY is not set, and PAYMENT_PROVIDER "sandbox" needs it',
    )
  })

  it.each(['stripe', 'toss'])('asks for the secrets of %s that a deployment looks for', (provider) => {
    const needed = secretsOfProvider({ name: 'homeappliance-payment', vars: { PAYMENT_PROVIDER: provider } })
    expect(needed).toHaveLength(2)
    for (const secret of needed) {
      expect(choose({ ...secrets, PAYMENT_PROVIDER: provider, [secret]: '' })).toThrow(
        `${secret} is not set, and PAYMENT_PROVIDER "${provider}" needs it`,
      )
    }
    const only = Object.fromEntries(needed.map((secret) => [secret, 'a secret']))
    expect(choose({ ...only, PAYMENT_PROVIDER: provider })().name).toBe(provider)
  })
})

describe('beside the provider of new attempts', () => {
  const open = (name: string, change: Partial<PaymentVars>) =>
    openProvider(name, read(change), { sandbox: nobody, internet: nobody })?.name

  it('each one whose secrets are set is open for the attempts made with it', () => {
    const shop = { ...secrets, PAYMENT_PROVIDER: 'toss', STRIPE_WEBHOOK_SECRET: '' }
    expect(configuredProviders(read(shop))).toEqual(['toss', 'sandbox'])
    expect(['toss', 'sandbox', 'stripe', 'bank'].map((name) => open(name, shop))).toEqual([
      'toss',
      'sandbox',
      undefined,
      undefined,
    ])
  })

  it('the gates of all are listed, and a gate leads to the provider in its name', () => {
    const shop = read({ ...secrets, TOSS_SECRET_KEY: '', PAYMENT_PROVIDER: 'stripe', PAYMENT_GATE_SHARDS: '2' })
    expect(gateNames(shop)).toEqual(['stripe-0', 'stripe-1', 'sandbox-0', 'sandbox-1'])
    expect(gateNames(shop).map(providerOfGate)).toEqual(['stripe', 'stripe', 'sandbox', 'sandbox'])
    expect([firstGate('toss'), gateNameFor('toss', 'ord_1', { PAYMENT_GATE_SHARDS: 1 })]).toEqual(['toss-0', 'toss-0'])
  })

  it('attempts stored without a name are of the one that is set for them, else of the chosen one', () => {
    expect(unnamedProvider(read())).toBe('sandbox')
    expect(unnamedProvider(read({ PAYMENT_PROVIDER_UNNAMED: '' }))).toBe('sandbox')
    expect(unnamedProvider(read({ PAYMENT_PROVIDER_UNNAMED: 'toss' }))).toBe('toss')
    expect(() => read({ PAYMENT_PROVIDER_UNNAMED: 'bank' })).toThrow(
      'PAYMENT_PROVIDER_UNNAMED is "bank": it can be: sandbox, stripe, toss',
    )
  })
})
