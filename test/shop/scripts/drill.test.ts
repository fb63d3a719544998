// The restore drill ends well, by the commands of the runbook.
import { expect, test } from 'vitest'
import { runScript } from '../../support/run-script.ts'

test('databases lost and set back, and queues dropped, are restored by the commands of the runbook', async () => {
  const script = runScript('drill')
  expect([await script.ended, script.output()]).toEqual([
    0,
    expect.stringMatching(/mypage has lost [1-9]\d* of 16 orders[\s\S]*each of its messages stands there once/),
  ])
})
