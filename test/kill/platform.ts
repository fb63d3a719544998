// The shop as `npm start` runs it, on its own state folder, which can be killed and started again at any instant.
import { setTimeout as delay } from 'node:timers/promises'
import { checkAnswersOf } from '../support/answers.ts'
import { killGroupsNaming, processesNaming, runScript, type Script } from '../support/run-script.ts'

export type Platform = ReturnType<typeof killablePlatform>

const openLine = 'Ctrl-C closes the shop.'
const endSecondsMax = 10

export function killablePlatform(state: string, port: number) {
  let script: Script | null = null
  const origin = `http://localhost:${port}`
  checkAnswersOf(origin, 'its server')
  return {
    origin,

    /** Resolves when the shop is open; rejects with its output when it ends before that. */
    async start(): Promise<void> {
      script = runScript('start', { PORT: String(port), STATE: state, RATE_LIMITS: 'none' })
      await script.prints(openLine)
    },

    /** SIGKILL to all its processes: the script, the server and the runtime. Throws when one of them survives. */
    async kill(): Promise<void> {
      if (script === null) return
      script.process.kill('SIGKILL')
      const end = Date.now() + endSecondsMax * 1000
      do {
        killGroupsNaming(state)
        await delay(20)
      } while (processesNaming(state).length > 0 && Date.now() < end)
      await script.ended
      const left = processesNaming(state)
      if (left.length > 0) throw new Error(`these survived the kill: ${left.join('\n')}`)
      script = null
    },
  }
}
