// Who may make a call, and whose resources it reaches.
import { describe, expect, it } from 'vitest'
import {
  authorization,
  calls,
  mayCall,
  needsActiveSession,
  ownsResource,
  rowOf,
} from '../../../src/contract/authorization.ts'
import { roles } from '../../../src/contract/caller.ts'

const callerOf = (role: (typeof roles)[number], subject = 'usr_1') => ({ role, subject, name: 'Kang' })

describe('a call', () => {
  it('for anyone may be made in every role', () => {
    expect(roles.filter((role) => mayCall(role, 'listItems'))).toEqual(roles)
  })
  it('for some roles may be made in no other', () => {
    expect(roles.filter((role) => mayCall(role, 'placeOrder'))).toEqual(['customer'])
    expect(roles.filter((role) => mayCall(role, 'listDeliveries'))).toEqual(['staff', 'courier'])
    expect(roles.filter((role) => mayCall(role, 'rotateSigningKey'))).toEqual(['ops'])
  })
  it('has a route of its own', () => {
    const routes = calls.map((call) => rowOf(call).route)
    expect(new Set(routes).size).toBe(routes.length)
  })
})

describe('a resource', () => {
  it('of "own" is reached by its customer, by no other customer, and by every other role of the call', () => {
    expect(ownsResource(callerOf('customer', 'usr_1'), 'readOrder', 'usr_1')).toBe(true)
    expect(ownsResource(callerOf('customer', 'usr_2'), 'readOrder', 'usr_1')).toBe(false)
    expect(ownsResource(callerOf('staff'), 'readOrder', 'usr_9')).toBe(true)
    expect(ownsResource(callerOf('ops'), 'readOrder', 'usr_9')).toBe(true)
  })
  it('of "any" is reached whoever it belongs to', () => {
    expect(ownsResource(callerOf('courier'), 'readDelivery', 'usr_9')).toBe(true)
  })
  it('is reached by nobody through a call that concerns no resource of a customer', () => {
    expect(ownsResource(callerOf('ops'), 'readGates', 'usr_1')).toBe(false)
  })
  it('is not reached in a role that may not make the call, not even by its customer', () => {
    expect(ownsResource(callerOf('courier', 'usr_1'), 'readOrder', 'usr_1')).toBe(false)
    expect(ownsResource(callerOf('customer', 'usr_1'), 'readDelivery', 'usr_1')).toBe(false)
  })
})

describe('an active session', () => {
  it('is needed by the calls of the table that say so, and by no other', () => {
    const needed = Object.entries(authorization).filter(([, row]) => 'activeSession' in row)
    expect(calls.filter(needsActiveSession)).toEqual(needed.map(([call]) => call))
    expect(needsActiveSession('pay')).toBe(true)
    expect(needsActiveSession('readOrder')).toBe(false)
  })
  it('is needed by every call that changes something, but for those that anyone may make', () => {
    const changes = calls.filter((call) => !rowOf(call).route.startsWith('GET ') && rowOf(call).roles !== 'anyone')
    expect(changes.filter((call) => !needsActiveSession(call))).toEqual([])
  })
  it('is never needed by a call that only reads orders, payments or deliveries', () => {
    const reads = calls.filter((call) =>
      /^GET \/(orders|payments|deliveries|messages|myPages|items)/.test(rowOf(call).route),
    )
    expect(reads.filter(needsActiveSession)).toEqual([])
  })
})
