// The gateway Worker: the shop's one public address.
import { tracing } from 'cloudflare:workers'
import { gateway } from '../../src/gateway/app.ts'
import { verifiers } from '../../src/gateway/auth/issuer.ts'
import type { GatewayEnv } from '../../src/gateway/env.ts'
import { sendSample } from '../../src/gateway/http/calls-meter.ts'

const app = gateway(verifiers())

export default {
  async fetch(request, env, context) {
    const response = await app.fetch(request, env, context)
    nameTrace(response.headers)
    context.waitUntil(sendSample(env.COLLECTOR))
    return response
  },
} satisfies ExportedHandler<GatewayEnv>

/** The platform gives its spans ids of its own: by these attributes they are found from the ids of the shop. */
function nameTrace(headers: Headers): void {
  tracing.getActiveSpan()?.setAttributes({
    'shop.request_id': headers.get('x-request-id') ?? undefined,
    'shop.traceparent': headers.get('traceresponse') ?? undefined,
  })
}
