// The switch of an outage: a Worker that tells the others whether they are down, or forget what they are sent.
import { WorkerEntrypoint } from 'cloudflare:workers'

let state = '/up'

export class Switch extends WorkerEntrypoint {
  isDown(): boolean {
    return state === '/down'
  }

  isSilent(): boolean {
    return state === '/silent'
  }

  isForgetful(): boolean {
    return state === '/forgetful'
  }
}

export default {
  fetch(request: Request) {
    state = new URL(request.url).pathname
    return new Response(null, { status: 204 })
  },
}
