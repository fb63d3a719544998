// Forgotten and changed passwords, sessions ended from another browser, and throttled guesses.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorizeAddress, exchange, newFlow, type RunningIdentity, startIdentity } from '../../support/identity.ts'
import { until } from '../../support/shop.ts'
import { type Visitor, visitor } from '../../support/visitor.ts'

let identity: RunningIdentity
let origin = ''

beforeAll(async () => {
  identity = await startIdentity()
  origin = identity.origin
})
afterAll(() => identity.close())

const password = 'a long enough password'

/** A new customer, whose browser is signed in. */
async function joined(email: string): Promise<Visitor> {
  const guest = visitor(origin)
  const answer = await guest.post('/auth/sign-up', { name: 'Han', email, password })
  expect(answer.status).toBe(303)
  return guest
}

async function signedIn(email: string, withPassword = password, guest = visitor(origin)): Promise<number> {
  return (await guest.post('/auth/sign-in', { email, password: withPassword })).status
}

/** The tokens that an application gets for whoever is signed in in this browser. */
async function tokensFor(guest: Visitor) {
  const flow = newFlow()
  const asked = await guest.get(authorizeAddress(origin, flow, { scope: 'openid profile offline_access' }))
  const code = new URL(asked.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const { body } = await exchange(origin, { code, code_verifier: flow.verifier })
  return body
}

const refreshed = (refresh_token = '') => exchange(origin, { grant_type: 'refresh_token', refresh_token })

async function linkFor(email: string, nth = 1): Promise<string> {
  expect((await visitor(origin).post('/auth/forgot', { email })).status).toBe(200)
  const notices = await until(
    () => identity.noticesTo(email),
    (sent) => sent.length >= nth,
  )
  return notices.at(-1)?.link ?? ''
}

async function setBy(link: string, newPassword: string): Promise<Response> {
  const token = new URL(link).searchParams.get('token') ?? ''
  return visitor(origin).post('/auth/reset', { token, password: newPassword })
}

const wrong = (email: string, guest = visitor(origin)) =>
  guest.post('/auth/sign-in', { email, password: 'not the password' })

describe('a forgotten password', () => {
  it('is replaced by a link that works once, and whoever was signed in is not any more', async () => {
    const thief = await joined('once@example.com')
    const stolen = await tokensFor(thief)
    const link = await linkFor('once@example.com')
    expect((await visitor(origin).get(link)).status).toBe(200)
    expect((await setBy(link, 'another good password')).status).toBe(200)
    const retry = await setBy(link, 'the password of a thief')
    expect([retry.status, await retry.text()]).toEqual([400, expect.stringContaining('has been used or is too old')])
    expect(await signedIn('once@example.com')).toBe(401)
    expect(await signedIn('once@example.com', 'another good password')).toBe(303)
    expect((await thief.get(authorizeAddress(origin, newFlow()))).headers.get('location')).toContain('/auth/sign-in?')
    expect((await refreshed(stolen.refresh_token)).status).toBe(400)
  })
  it('leaves no other link of the account that works', async () => {
    await joined('links@example.com')
    const first = await linkFor('links@example.com')
    const second = await linkFor('links@example.com', 2)
    expect(second).not.toBe(first)
    expect((await setBy(second, 'another good password')).status).toBe(200)
    expect((await setBy(first, 'the password of a thief')).status).toBe(400)
  })
  it('a link that has become too old is refused, and its text is nowhere in the database', async () => {
    await joined('old@example.com')
    const link = await linkFor('old@example.com')
    const token = new URL(link).searchParams.get('token') ?? ''
    const kept = await identity.sql('SELECT identifier, value FROM verification')
    expect(JSON.stringify(kept)).not.toContain(token)
    await identity.sql('UPDATE verification SET expiresAt = ?', new Date(Date.now() - 1000).toISOString())
    expect((await setBy(link, 'another good password')).status).toBe(400)
    expect(await signedIn('old@example.com')).toBe(303)
  })
  it('of nobody is answered like that of somebody, and nothing is sent', async () => {
    await joined('there@example.com')
    const pages = ['there@example.com', 'not-there@example.com'].map(async (email) => {
      const answer = await visitor(origin).post('/auth/forgot', { email })
      return [answer.status, (await answer.text()).replaceAll(email, 'EMAIL'), [...answer.headers.keys()].sort()]
    })
    const [known, unknown] = await Promise.all(pages)
    expect(known).toEqual(unknown)
    await until(
      () => identity.noticesTo('there@example.com'),
      (sent) => sent.length === 1,
    )
    expect(await identity.noticesTo('not-there@example.com')).toEqual([])
  })
  it('floods nobody with links: the fourth in an hour is refused, for an account and for none', async () => {
    await joined('flooded@example.com')
    for (const email of ['flooded@example.com', 'nobody-flooded@example.com']) {
      const statuses: number[] = []
      for (let tries = 0; tries < 4; tries += 1) {
        statuses.push((await visitor(origin).post('/auth/forgot', { email })).status)
      }
      expect(statuses).toEqual([200, 200, 200, 429])
    }
  })
  it.each([['/auth/forgot'], ['/auth/reset'], ['/auth/account/password'], ['/auth/account/sessions']])(
    'a form of another site is refused at %s',
    async (path) => {
      const answer = await visitor(origin).post(path, { email: 'x@example.com' }, { origin: 'https://evil.example' })
      expect(answer.status).toBe(403)
    },
  )
})

describe("a person's own account", () => {
  it('shows where they are signed in, and ends that from afar, tokens and all', async () => {
    const here = await joined('own@example.com')
    const elsewhere = visitor(origin)
    expect(await signedIn('own@example.com', password, elsewhere)).toBe(303)
    const tokens = await tokensFor(elsewhere)
    const page = await (await here.get('/auth/account')).text()
    expect(page).toContain('(this browser)')
    const [, session = ''] = /name="session" value="([^"]+)"/.exec(page) ?? []
    const answer = await here.post('/auth/account/sessions', { session })
    expect(answer.headers.get('location')).toBe('/auth/account')
    expect((await refreshed(tokens.refresh_token)).status).toBe(400)
    expect((await elsewhere.get('/auth/account')).headers.get('location')).toBe('/sign-in?to=/account')
    expect(await (await here.get('/auth/account')).text()).not.toContain('name="session"')
  })
  it("ends nobody else's session", async () => {
    const victim = await joined('victim@example.com')
    const [row] = await identity.sql(
      'SELECT session.id FROM session JOIN user ON user.id = userId WHERE email = ?',
      'victim@example.com',
    )
    const thief = await joined('thief@example.com')
    await thief.post('/auth/account/sessions', { session: String(row?.['id']) })
    expect((await victim.get('/auth/account')).status).toBe(200)
  })
  it('a changed password ends every other session, and this one goes on', async () => {
    const here = await joined('change@example.com')
    const elsewhere = visitor(origin)
    await signedIn('change@example.com', password, elsewhere)
    const tokens = await tokensFor(elsewhere)
    const change = { current: password, password: 'another good password' }
    const answer = await here.post('/auth/account/password', change)
    expect(answer.headers.get('location')).toBe('/sign-in?to=/account')
    expect((await here.get('/auth/account')).status).toBe(200)
    expect((await elsewhere.get('/auth/account')).status).toBe(303)
    expect((await refreshed(tokens.refresh_token)).status).toBe(400)
    expect(await signedIn('change@example.com')).toBe(401)
  })
  it('the password is not changed by who does not know it, and guessing is slowed', async () => {
    const here = await joined('stolen@example.com')
    const answers: Response[] = []
    for (let tries = 0; tries < 6; tries += 1) {
      const form = { current: 'not the password', password: 'the password of a thief' }
      answers.push(await here.post('/auth/account/password', form))
    }
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429])
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await signedIn('stolen@example.com')).toBe(303)
  })
})

describe('guessing passwords', () => {
  it('of one account is slowed, also at once and with the right one at last; for one that is not there too', async () => {
    const known = await joined('guessed@example.com')
    for (const email of ['guessed@example.com', 'not-there-either@example.com']) {
      const answers = await Promise.all(Array.from({ length: 14 }, () => wrong(email)))
      const statuses = answers.map(({ status }) => status).sort()
      expect(statuses).toEqual([...Array(10).fill(401), ...Array(4).fill(429)])
      const slowed = answers.find(({ status }) => status === 429)
      expect(Number(slowed?.headers.get('retry-after'))).toBeGreaterThan(600)
    }
    expect(await signedIn('guessed@example.com')).toBe(429)
    // The owner's browser has been signed in to the account before: nobody's guesses elsewhere keep it out.
    expect(await signedIn('guessed@example.com', password, known)).toBe(303)
    expect(await wrong('guessed@example.com', known).then(({ status }) => status)).toBe(401)
  })
  it('and who has forgotten it in the meantime comes in by a link', async () => {
    await joined('forgot-too@example.com')
    await Promise.all(Array.from({ length: 11 }, () => wrong('forgot-too@example.com')))
    expect(await signedIn('forgot-too@example.com')).toBe(429)
    await setBy(await linkFor('forgot-too@example.com'), 'another good password')
    expect(await signedIn('forgot-too@example.com', 'another good password')).toBe(303)
  })
  it('a browser known to one account is a stranger to all others', async () => {
    await joined('target@example.com')
    const thief = await joined('known-thief@example.com')
    const statuses = await Promise.all(Array.from({ length: 12 }, () => wrong('target@example.com', thief)))
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(2)
    expect(await signedIn('target@example.com')).toBe(429)
  })
  it('of many accounts from one address is slowed', async () => {
    await identity.sql('DELETE FROM attempts')
    const answers: number[] = []
    for (let tries = 0; tries < 61; tries += 1) answers.push((await wrong(`someone-${tries}@example.com`)).status)
    expect(answers.lastIndexOf(401)).toBe(59)
    expect(answers.at(-1)).toBe(429)
    await identity.sql('DELETE FROM attempts')
  })
})
