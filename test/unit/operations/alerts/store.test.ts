// The store of the alerts: one turn at a time, states of the rules that there are, silences that are not over.
import { expect, test } from 'vitest'
import { unjudged } from '../../../../src/operations/alerts/judge.ts'
import { rules } from '../../../../src/operations/alerts/rules.ts'
import {
  endTurn,
  readSilences,
  readStates,
  silenceStatement,
  stateStatement,
  takeTurn,
  turnMs,
} from '../../../../src/operations/alerts/store.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const noon = Date.parse('2026-11-30T12:00:00.000Z')

test('the turn is one run’s, until it ends it or a minute is over', async () => {
  const database = openDatabase('operations')
  expect(await takeTurn(database, noon)).toBe(true)
  expect(await takeTurn(database, noon + turnMs - 1)).toBe(false)
  expect(await takeTurn(database, noon + turnMs)).toBe(true)
  await endTurn(database)
  expect(await takeTurn(database, noon + turnMs)).toBe(true)
})

test('a rule without a state is not judged yet, and a state without a rule is nothing', async () => {
  const database = openDatabase('operations')
  const state = { ...unjudged, value: 3, judgedAt: noon }
  await database.batch([stateStatement(database, 'deadLetters', state), stateStatement(database, 'of before', state)])
  const states = await readStates(database, rules)
  expect([states.get('deadLetters'), states.get('queueOld'), states.has('of before')]).toEqual([state, unjudged, false])
})

test('a silence holds until its instant, and a new one replaces it', async () => {
  const database = openDatabase('operations')
  const silence = { until: '2026-11-30T13:00:00.000Z', by: 'usr_han', reason: 'a test' }
  await silenceStatement(database, 'deadLetters', silence).run()
  const longer = { ...silence, until: '2026-11-30T14:00:00.000Z' }
  await silenceStatement(database, 'deadLetters', longer).run()
  expect([...(await readSilences(database, noon))]).toEqual([['deadLetters', longer]])
  expect([...(await readSilences(database, Date.parse(longer.until)))]).toEqual([])
  await silenceStatement(database, 'deadLetters', null).run()
  expect([...(await readSilences(database, noon))]).toEqual([])
})
