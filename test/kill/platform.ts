// The shop as `npm start` runs it, on a state folder of its own, to be killed and started again at any instant.
import { setTimeout as delay } from 'node:timers/promises'
import { checkAnswersOf } from '../support/answers.ts'
import { killGroupsNaming, processesNaming, runScript, type Script } from '../support/run-script.ts'

export type Platform = ReturnType<typeof platformOn>

const openLine = 'Ctrl-C closes the shop.'
const diesSecondsMax = 10

export function platformOn(state: string, port: number) {
  let script: Script | null = null
  const origin = `http://localhost:${port}`
  checkAnswersOf(origin, 'its server')
  return {
    origin,

    /** Start it. Resolves when it is open; rejects, with all it said, when it ends before that. */
    async start(): Promise<void> {
      script = runScript('start', { PORT: String(port), STATE: state, RATE_LIMITS: 'none' })
      await script.prints(openLine)
    },

    /** SIGKILL to every process of it: the script, the server and its runtime. Throws when one outlives that. */
    async kill(): Promise<void> {
      if (script === null) return
      script.process.kill('SIGKILL')
      const end = Date.now() + diesSecondsMax * 1000
      do {
        killGroupsNaming(state)
        await delay(20)
      } while (processesNaming(state).length > 0 && Date.now() < end)
      await script.ended
      const left = processesNaming(state)
      if (left.length > 0) throw new Error(`these outlived the kill: ${left.join('\n')}`)
      script = null
    },
  }
}
