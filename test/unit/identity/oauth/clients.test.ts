// The shop's own clients: where they return to, and that they stand in the database as given.
import { describe, expect, it } from 'vitest'
import { firstPartyClients, registerClients } from '../../../../src/identity/oauth/clients.ts'
import { openDatabase } from '../../../support/sqlite.ts'

describe("the platform's own clients", () => {
  it('return to the shop only', () => {
    expect(firstPartyClients('https://shop.example').map((client) => client.redirectUris)).toEqual([
      ['https://shop.example/signed-in'],
      ['http://127.0.0.1/callback'],
    ])
  })

  it("return on a developer's machine to any port of it, by either name", () => {
    const [web] = firstPartyClients('http://localhost:8787')
    expect(web?.redirectUris).toEqual(['http://localhost/signed-in', 'http://127.0.0.1/signed-in'])
  })
})

describe('the registration', () => {
  const stored = (db: ReturnType<typeof openDatabase>) => db.rows('SELECT * FROM oauthClient ORDER BY clientId')

  it('writes each client once, public and with PKCE', async () => {
    const db = openDatabase('identity')
    await registerClients(db, firstPartyClients('https://shop.example'))
    await registerClients(db, firstPartyClients('https://shop.example'))
    expect(stored(db)).toMatchObject([
      { clientId: 'homeappliance-cli', tokenEndpointAuthMethod: 'none', requirePKCE: 1, clientSecret: null },
      { clientId: 'homeappliance-web', tokenEndpointAuthMethod: 'none', requirePKCE: 1, clientSecret: null },
    ])
  })

  it('writes nothing when all is so already, and keeps what ops have changed', async () => {
    const db = openDatabase('identity')
    await registerClients(db, firstPartyClients('https://shop.example'))
    db.rows(`UPDATE oauthClient SET disabled = 1 WHERE clientId = 'homeappliance-cli'`)
    db.rows(`CREATE TRIGGER written BEFORE UPDATE ON oauthClient BEGIN SELECT raise(ABORT, 'written'); END`)
    await registerClients(db, firstPartyClients('https://shop.example'))
    expect(stored(db)).toMatchObject([{ disabled: 1 }, { disabled: null }])
    await expect(registerClients(db, firstPartyClients('https://new.example'))).rejects.toThrow('written')
  })

  it('follows the address of the shop', async () => {
    const db = openDatabase('identity')
    await registerClients(db, firstPartyClients('https://shop.example'))
    await registerClients(db, firstPartyClients('https://new.example'))
    expect(stored(db)).toMatchObject([{}, { redirectUris: '["https://new.example/signed-in"]' }])
  })
})
