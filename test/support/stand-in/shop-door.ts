// The stand-in for the receiver of the sandbox's webhooks: keeps them, and can answer 503 for a while.
import { WorkerEntrypoint } from 'cloudflare:workers'

type Received = { headers: Record<string, string>; body: string }

const received: Received[] = []
let deafFor = 0

export class SandboxWebhooks extends WorkerEntrypoint {
  override async fetch(request: Request): Promise<Response> {
    if (deafFor > 0) {
      deafFor--
      return new Response(null, { status: 503 })
    }
    received.push({ headers: Object.fromEntries(request.headers), body: await request.text() })
    return new Response(null, { status: 204 })
  }
}

export default {
  fetch(request: Request): Response {
    deafFor = Number(new URL(request.url).searchParams.get('deafFor') ?? deafFor)
    return Response.json(received)
  },
}
