// A deployment of the real wrangler files to an account, as the stand-in for wrangler plays it: the first one, the next
// ones, some Workers of it, and step by step.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDeployment, origin } from '../../../support/deployment.ts'
import { newDraft, putSecret, runningOf } from '../../../support/wrangler/account.ts'

let to: ReturnType<typeof openDeployment>
beforeEach(() => {
  to = openDeployment()
})
afterEach(() => to.close())

/** What runs of each Worker, each answer once. */
const running = () => new Set(Object.keys(to.account.workers).flatMap((name) => runningOf(to.account, name)))

describe('the first deployment', () => {
  it('creates queues and databases, migrates, and deploys callees before callers, each with its tag', async () => {
    const tag = to.commit('Open the shop')
    const { done, text, changes } = await to.deploy('--origin', origin)
    expect(text).toContain('The shop is open at https://shop.example')
    expect(done).toBe(true)
    expect(running()).toEqual(new Set([`${tag}@100`]))
    const kinds = changes.map((change) =>
      change
        .split(' ')
        .slice(0, 3)
        .join(' ')
        .replace(/ homeapp.*| -c.*/, ''),
    )
    expect([...new Set(kinds)]).toEqual(['queues create', 'd1 create', 'd1 migrations apply', 'deploy'])
    expect(changes.filter((change) => change.includes('/identity/')).at(-1)).toContain(
      `--tag ${tag} --message ${origin} Open the shop --var AUTH_ORIGIN:${origin}`,
    )
  })

  it('leaves out bindings to Workers that only have secrets, and brings them when those are deployed', async () => {
    to.commit('Open the shop')
    const { text, changes } = await to.deploy('--origin', origin)
    const order = changes.filter((change) => change.includes('homeappliance-order.json') || change.includes('/order/'))
    expect(order).toHaveLength(2)
    expect(order[0]).toContain('-incomplete')
    expect(text).toMatch(/deploy homeappliance-order \(for now without homeappliance-payment, .*\)/)
    expect(text).toContain('deploy homeappliance-order (with all its bindings)')
    expect(order[1]).not.toContain('-incomplete')
  })

  it('needs the address of the shop', async () => {
    to.commit('Open the shop')
    const { done, text, changes } = await to.deploy()
    expect([done, changes]).toEqual([false, []])
    expect(text).toContain('--origin https://shop.example')
  })

  it('that fails keeps what is new, and running it again goes on', async () => {
    const tag = to.commit('Open the shop')
    to.fail('d1 migrations apply homeappliance-mypage-1', 'the database is locked')
    const first = await to.deploy('--origin', origin)
    expect(first.text).toContain('the database is locked')
    expect(first.text).toContain('No Worker was touched')
    to.account.faults = [{ command: `deploy -c ${process.cwd()}/workers/mypage/`, output: 'the network is down' }]
    const second = await to.deploy('--origin', origin)
    expect(second.text).toContain('the network is down')
    expect(second.text).toContain('Stays: homeappliance-order: nothing ran before')
    to.account.faults = []
    const third = await to.deploy('--origin', origin)
    expect(third.text).toContain('The shop is open')
    expect(third.changes.some((change) => change.startsWith('d1') || change.includes('/catalog/'))).toBe(false)
    expect(running()).toEqual(new Set([`${tag}@100`]))
  })
})

describe('a later deployment', () => {
  let first = ''
  beforeEach(async () => {
    first = to.commit('Open the shop')
    await to.deploy('--origin', origin)
  })

  it('of the same release changes nothing, and needs no address', async () => {
    const { done, text, changes } = await to.deploy()
    expect(text).toContain('All of it is deployed already')
    expect([done, changes]).toEqual([true, []])
  })

  it('of a new release deploys each Worker once, and creates and migrates nothing', async () => {
    const next = to.commit('Sell more')
    const { done, changes } = await to.deploy()
    expect(done).toBe(true)
    expect(changes.every((change) => change.startsWith('deploy -c '))).toBe(true)
    expect(changes).toHaveLength(Object.keys(to.account.workers).length)
    expect(running()).toEqual(new Set([`${next}@100`]))
  })

  it('to an address where nothing answers changes nothing', async () => {
    const { done, text, changes } = await to.deploy('--origin', 'https://other.example')
    expect(text).toContain('nothing answers at https://other.example, so that')
    expect([done, changes]).toEqual([false, []])
  })

  it('of some contexts leaves the others alone', async () => {
    const next = to.commit('Sell more')
    const { changes } = await to.deploy('--only', 'payment,message')
    expect(changes.map((change) => /workers\/(\w+)/.exec(change)?.[1])).toEqual(['message', 'payment'])
    expect(runningOf(to.account, 'homeappliance-payment')).toEqual([`${next}@100`])
    expect(runningOf(to.account, 'homeappliance-order')).toEqual([`${first}@100`])
  })

  it('after a secret was changed knows what runs, and changes nothing', async () => {
    putSecret(to.account, 'homeappliance-payment', 'PERSONAL_DATA_KEYS')
    expect((await to.deploy()).changes).toEqual([])
  })

  it('goes step by step to the shares that are asked for, and brings the triggers at the end', async () => {
    const next = to.commit('Sell more')
    const { done, text, changes } = await to.deploy('--only', 'catalog', '--gradual', '10,50,100')
    expect(changes.map((change) => change.replace(/ (-c|--tag|--message).*/, ''))).toEqual([
      'versions upload',
      'versions deploy 00000000-0000-4000-8000-000000000002@10% 00000000-0000-4000-8000-000000000001@90%',
      'versions deploy 00000000-0000-4000-8000-000000000002@50% 00000000-0000-4000-8000-000000000001@50%',
      'versions deploy 00000000-0000-4000-8000-000000000002@100%',
      'triggers deploy',
    ])
    expect(text).toContain('deploy homeappliance-catalog to 10, 50, 100 % of its calls')
    expect(done).toBe(true)
    expect(runningOf(to.account, 'homeappliance-catalog')).toEqual([`${next}@100`])
  })

  it('deploys a Worker whose object classes change at once, and the others step by step', async () => {
    to.commit('Sell more')
    const version = to.account.workers['homeappliance-payment']?.versions.at(-1)
    if (version !== undefined) version.classes = ['PaymentObject']
    const { text } = await to.deploy('--only', 'payment,order', '--gradual', '50,100')
    expect(text).toContain('deploy homeappliance-payment (at once, since its object classes change)')
    expect(text).toContain('deploy homeappliance-order to 50, 100 % of its calls')
  })

  it('is refused when a callee of a chosen context is not deployed', async () => {
    to.commit('Sell more')
    delete to.account.workers['homeappliance-catalog']
    newDraft(to.account, 'homeappliance-catalog')
    const { text, changes } = await to.deploy('--only', 'order')
    expect(text).toContain('homeappliance-order calls homeappliance-catalog, which is not deployed: deploy that too')
    expect(changes).toEqual([])
  })
})
