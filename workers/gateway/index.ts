// The gateway Worker: the shop's one public address.
import { gateway } from '../../src/gateway/app.ts'
import { verifiers } from '../../src/gateway/auth/issuer.ts'
import type { GatewayEnv } from '../../src/gateway/env.ts'

const app = gateway(verifiers())

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
} satisfies ExportedHandler<GatewayEnv>
