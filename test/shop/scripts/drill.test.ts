// The restore drill ends well, by the commands of the runbook.
import { expect, test } from 'vitest'
import { runScript } from '../../support/run-script.ts'

test('databases lost and set back, and queues dropped, are restored by the commands of the runbook', async () => {
  const script = runScript('drill')
  const output = expect.stringContaining('every order is shown, and each of its messages stands there once')
  expect([await script.ended, script.output()]).toEqual([0, output])
})
