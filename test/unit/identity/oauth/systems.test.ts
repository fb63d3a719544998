// Other systems: ops add them, their secret is kept as a hash, and people's applications are not among them.
import { describe, expect, test } from 'vitest'
import { firstPartyClients, registerClients } from '../../../../src/identity/oauth/clients.ts'
import { addSystem, changeSystem, hashClientSecret, listSystems } from '../../../../src/identity/oauth/systems.ts'
import { callers } from '../../../support/callers.ts'
import { openDatabase } from '../../../support/sqlite.ts'

const { ops, staff, courier, customer } = callers
const createdAt = '2026-11-02T12:00:00.000Z'

async function openSystems() {
  const db = openDatabase('identity')
  await registerClients(db, firstPartyClients('https://shop.example'))
  const logged: unknown[] = []
  const ports = {
    db,
    now: () => Date.parse(createdAt),
    log: (event: string, fields?: object) => void logged.push({ event, ...fields }),
  }
  const add = async (name: string) => {
    const added = await addSystem(ports, ops, { name, role: 'courier' })
    if (!added.ok) throw new Error(added.rejection.code)
    return added.value
  }
  return { db, ports, logged, add }
}

describe('a new system', () => {
  test('is told its secret, of which the database and the log have nothing', async () => {
    const { db, logged, add } = await openSystems()
    const { clientId, clientSecret, ...row } = await add('Carrier')
    expect(row).toEqual({ name: 'Carrier', role: 'courier', isLocked: false, createdAt })
    expect(clientSecret).toMatch(/^[\w-]{43}$/)
    const [stored] = db.rows(`SELECT * FROM oauthClient WHERE clientId = '${clientId}'`)
    expect(stored).toMatchObject({ clientSecret: await hashClientSecret(clientSecret) })
    expect(JSON.stringify([stored, logged])).not.toContain(clientSecret)
  })

  test('gets tokens for itself only: no redirect, no other grant', async () => {
    const { db, add } = await openSystems()
    const { clientId } = await add('Carrier')
    expect(db.rows(`SELECT * FROM oauthClient WHERE clientId = '${clientId}'`)).toMatchObject([
      { redirectUris: '[]', grantTypes: '["client_credentials"]', responseTypes: '[]', scopes: '["shop"]' },
    ])
  })

  test('has an id and a secret that no other has', async () => {
    const { add } = await openSystems()
    const [first, second] = [await add('Carrier'), await add('Carrier')]
    expect(first.clientId).not.toBe(second.clientId)
    expect(first.clientSecret).not.toBe(second.clientSecret)
  })
})

test("the list has them by name, and none of the shop's own clients", async () => {
  const { ports, add } = await openSystems()
  for (const name of ['Till', 'Carrier']) await add(name)
  const listed = await listSystems(ports, ops)
  expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(['Carrier', 'Till'])
})

test('a system is locked and unlocked; an unknown one and a client of the shop are not found', async () => {
  const { ports, add } = await openSystems()
  const { clientId } = await add('Carrier')
  expect(await changeSystem(ports, ops, clientId, true)).toMatchObject({ value: { isLocked: true } })
  expect(await changeSystem(ports, ops, clientId, false)).toMatchObject({ value: { isLocked: false } })
  for (const unknown of ['nobody', 'homeappliance-web']) {
    expect(await changeSystem(ports, ops, unknown, true)).toMatchObject({ rejection: { code: 'account_not_found' } })
  }
})

test.each([staff, courier, customer])('$role neither sees nor makes nor changes systems', async (caller) => {
  const { db, ports, add } = await openSystems()
  const { clientId } = await add('Carrier')
  const before = db.rows('SELECT * FROM oauthClient')
  for (const answer of [
    await listSystems(ports, caller),
    await addSystem(ports, caller, { name: 'Till', role: 'ops' }),
    await changeSystem(ports, caller, clientId, true),
  ]) {
    expect(answer).toMatchObject({ rejection: { code: 'forbidden' } })
  }
  expect(db.rows('SELECT * FROM oauthClient')).toEqual(before)
})

test('the hash of a secret is its SHA-256, as base64url without padding (RFC 4648, section 5)', async () => {
  // RFC 7636, appendix B, has the same function and this example.
  expect(await hashClientSecret('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  )
})
