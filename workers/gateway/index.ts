// The gateway Worker: the shop's one public address.
import { gateway } from '../../src/gateway/app.ts'
import { verifiers } from '../../src/gateway/auth/issuer.ts'
import type { GatewayEnv } from '../../src/gateway/env.ts'
import { sendSample } from '../../src/gateway/http/calls-meter.ts'

const app = gateway(verifiers())

export default {
  async fetch(request, env, context) {
    const response = await app.fetch(request, env, context)
    context.waitUntil(sendSample(env.COLLECTOR))
    return response
  },
} satisfies ExportedHandler<GatewayEnv>
