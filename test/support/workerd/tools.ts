// What a test does to a running shop from inside: break Workers, call contexts past the gateway, and repeat messages.
// One Worker for all of it, since each Worker makes every start slower.
import { replay } from './replayer.ts'
import { callContext } from './side-door.ts'
import { acknowledged, setSwitch } from './switch.ts'

export { Switch } from './switch.ts'

export default {
  async fetch(request: Request, env: Record<string, unknown>): Promise<Response> {
    const { pathname } = new URL(request.url)
    switch (pathname) {
      case '/call':
        return await callContext(request, env)
      case '/acknowledged':
        return Response.json(acknowledged)
      case '/replay':
        return await replay(request, env)
      default:
        return setSwitch(pathname)
    }
  },
}
