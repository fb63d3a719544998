// The switch of an outage: a Worker that tells the others whether they are down. PUT /down, PUT /up.
import { WorkerEntrypoint } from 'cloudflare:workers'

let down = false

export class Switch extends WorkerEntrypoint {
  isDown(): boolean {
    return down
  }
}

export default {
  fetch(request: Request) {
    down = new URL(request.url).pathname === '/down'
    return new Response(null, { status: 204 })
  },
}
