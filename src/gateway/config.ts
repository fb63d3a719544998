// The variables of the gateway.
import { isSupportedCountry } from 'libphonenumber-js/min'
import { type Region, regions } from '../contract/region.ts'
import {
  asText,
  asUrl,
  type Config,
  oneOf,
  readConfig,
  schema,
  type Vars,
  variable,
  wholeNumber,
} from '../platform/config.ts'

/** `visit` and `signIn` are counted by address, the others by caller. */
const callClasses = ['read', 'write', 'money', 'visit', 'signIn'] as const
export type CallClass = (typeof callClasses)[number]
export type Policy = { calls: number; seconds: number }

export const gatewayConfig = schema({
  ISSUER: variable(
    { meaning: 'the issuer of tokens, as they name it; empty: the gateway’s own address', default: '' },
    asText,
  ),
  JWKS_URL: variable(
    { meaning: 'the keys of another issuer; empty: the embedded authorization server', default: '' },
    asUrl,
  ),
  AUDIENCE: variable({ meaning: 'whom the tokens are for', default: 'urn:homeappliance:api' }, asText),
  ROLE_CLAIM: variable({ meaning: 'the claim of a role, or the path to it', default: 'role' }, asText),
  REGION_COUNTRIES: variable(
    {
      meaning: 'where orders are kept, by the country of the account: `eu=DE FR, us=US`; empty: in no region',
      default: '',
    },
    regionCountries,
  ),
  COUNTRY_CLAIM: variable(
    { meaning: 'the claim of an account’s country, or the path to it: ISO 3166-1, two letters', default: 'country' },
    asText,
  ),
  UNKNOWN_KEY_PAUSE_SECONDS: variable(
    {
      meaning: 'the least time between two fetches of the issuer’s keys for a key that is not known',
      unit: 's',
      default: '30',
    },
    wholeNumber(1),
  ),
  CLIENT_ID: variable({ meaning: 'the public client that pages sign in as', default: 'homeappliance-web' }, asText),
  SIGN_OUT_URL: variable(
    { meaning: 'the sign-out page of another issuer, if not its `end_session_endpoint`', default: '' },
    asUrl,
  ),
  ACCOUNT_URL: variable({ meaning: 'the account page of another issuer', default: '' }, asUrl),
  CORS_ORIGINS: variable(
    { meaning: 'other sites whose pages may call the API: origins with spaces between them', default: '' },
    originsIn,
  ),
  PHONE_COUNTRY: variable(
    { meaning: 'the country of phone numbers without `+`: ISO 3166-1, two letters', default: 'KR' },
    (text) => {
      if (isSupportedCountry(text)) return text
      throw new Error('it must be an ISO 3166-1 code of two letters, such as KR')
    },
  ),
  RATE_LIMITS: variable(
    {
      meaning: 'calls / seconds of each class, as its rate limiters have them; `none` limits nothing',
      default: 'none',
    },
    policiesIn,
  ),
})

export type GatewayConfig = Config<typeof gatewayConfig>
export type GatewayVars = Vars<typeof gatewayConfig>

export function configOf(env: GatewayVars): GatewayConfig {
  return readConfig(gatewayConfig, env)
}

/** Each is compared exactly: no pattern, no suffix, no `null`. */
function originsIn(text: string): ReadonlySet<string> {
  const origins = text.split(/\s+/).filter((origin) => origin !== '')
  const wrong = origins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin)
  if (wrong !== undefined) throw new Error(`"${wrong}" is no origin such as https://shop.example`)
  return new Set(origins)
}

/** By country. Each has one region. */
export function regionCountries(text: string): ReadonlyMap<string, Region> {
  const found = new Map<string, Region>()
  for (const entry of text.split(',').filter((part) => part.trim() !== '')) {
    const [, name = '', list = ''] = /^\s*(\w+)\s*=((?:\s*[A-Z]{2})+)\s*$/.exec(entry) ?? []
    if (list === '') throw new Error(`"${entry.trim()}" is not like "eu=DE FR"`)
    const region = oneOf(...regions)(name)
    for (const country of list.trim().split(/\s+/)) {
      if (found.has(country)) throw new Error(`${country} stands twice`)
      found.set(country, region)
    }
  }
  return found
}

export function policiesIn(text: string): ReadonlyMap<CallClass, Policy> {
  if (text === 'none') return new Map()
  const entries = text.split(/\s+/).filter((entry) => entry !== '')
  return new Map(entries.map(policyIn))
}

function policyIn(entry: string): [CallClass, Policy] {
  const [, name, calls, seconds] = /^(\w+)=(\d+)\/(10|60)$/.exec(entry) ?? []
  const callClass = callClasses.find((known) => known === name)
  if (callClass === undefined) throw new Error(`"${entry}" is not like "read=300/10"`)
  return [callClass, { calls: Number(calls), seconds: Number(seconds) }]
}
