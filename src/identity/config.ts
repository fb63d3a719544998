// The variables of the identity Worker.
import { asText, asUrl, schema, secret, variable, wholeNumber } from '../platform/config.ts'

const seconds = (meaning: string, byDefault: string) =>
  variable({ meaning, unit: 's', default: byDefault }, wholeNumber(1))

export const identityConfig = schema({
  AUTH_ORIGIN: variable(
    { meaning: 'the shop’s public address, which the deployment sets; empty on a developer’s machine', default: '' },
    asUrl,
  ),
  AUDIENCE: variable({ meaning: 'whom its tokens are for', default: 'urn:homeappliance:api' }, asText),
  KEY_ANNOUNCE_SECONDS: seconds('a signing key is published so long before it signs', '900'),
  KEY_ROTATE_SECONDS: seconds('a signing key signs so long', '5184000'),
  KEY_RETIRED_SECONDS: seconds('a signing key stays published so long after its last signature', '86400'),
  BETTER_AUTH_SECRET: secret({ meaning: 'sessions, and the signing keys, which are stored encrypted with it' }, asText),
})
