// The wrangler files and the packages keep to their rules, and each rule is shown to catch what it is for.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { experimental_readRawConfig } from 'wrangler'
import { queueOf, subscribers, takesTogether } from '../src/contract/routing.ts'
import { deploymentRules, looseVersions, parseWranglerFile, type Shop, type WranglerFile } from './tidy/deployment.ts'
import { all, root } from './tidy/tree.ts'

describe('what the wrangler files keep to', () => {
  const shop: Shop = {
    workers: readdirSync(join(root, 'workers')),
    sources: readdirSync(join(root, 'src')),
    files: all.filter(({ path }) => path.endsWith('wrangler.toml')).map(({ path }) => wranglerFile(path)),
    subscribers,
    together: subscribers.filter(takesTogether),
  }
  const change = (name: string, work: (file: WranglerFile) => WranglerFile): Shop => ({
    ...shop,
    files: shop.files.map((file) => (file.name === `homeappliance-${name}` ? work(structuredClone(file)) : file)),
  })
  const consumers = (name: string, work: (consumer: Record<string, unknown>) => unknown) =>
    change(name, (file) => {
      for (const consumer of file.queues.consumers) work(consumer)
      return file
    })
  const services = (name: string, work: (service: Record<string, unknown>) => unknown) =>
    change(name, (file) => {
      for (const service of file.services) if (service.entrypoint === 'Subscriber') work(service)
      return file
    })
  /** With a further queue of mypage, at some of the places where it must stand. */
  const spread = (number: number, places: readonly string[]): Shop => {
    const { binding, name: queue } = queueOf('mypage', number)
    const files = shop.files.map((file) => {
      const { producers, consumers } = file.queues
      if (!places.some((place) => file.name === `homeappliance-${place}`)) return file
      if (file.name !== 'homeappliance-mypage') {
        return { ...file, queues: { consumers, producers: [...producers, { binding, queue }] } }
      }
      const more = consumers.map((consumer) => ({ ...consumer, queue }))
      return { ...file, queues: { producers, consumers: [...consumers, ...more] } }
    })
    return { ...shop, files }
  }
  const violations: Record<keyof typeof deploymentRules, Shop[]> = {
    folders: [
      { ...shop, workers: ['shipping'] },
      { ...shop, sources: [] },
    ],
    dates: [change('order', (file) => ({ ...file, compatibility_date: '2026-10-01' }))],
    publicAddresses: [
      change('order', (file) => ({ ...file, workers_dev: true })),
      change('order', ({ workers_dev: _, ...file }) => file),
      change('order', (file) => ({ ...file, routes: ['shop.example/*'] })),
      change('gateway', (file) => ({ ...file, preview_urls: true })),
    ],
    staticFiles: [change('gateway', (file) => ({ ...file, assets: { directory: '.assets' } }))],
    ids: [
      change('order', (file) => ({ ...file, account_id: 'a' })),
      change('mypage', (file) => ({ ...file, d1_databases: [{ binding: 'DB', database_id: 'd' }] })),
    ],
    consumers: [
      consumers('mypage', (consumer) => delete consumer['max_retries']),
      consumers('mypage', (consumer) => delete consumer['retry_delay']),
      consumers('mypage', (consumer) => Object.assign(consumer, { max_concurrency: 1 })),
    ],
    subscribers: [
      change('mypage', (file) => ({ ...file, queues: { producers: [], consumers: [] } })),
      consumers('mypage', (consumer) => delete consumer['dead_letter_queue']),
      change('operations', (file) => ({ ...file, queues: { ...file.queues, consumers: [] } })),
      change('operations', (file) => ({ ...file, queues: { ...file.queues, producers: [] } })),
      consumers('mypage', (consumer) => Object.assign(consumer, { max_retries: 99 })),
      ...[['mypage'], ['order'], ['operations'], ['order', 'operations'], ['order', 'mypage']].map((places) =>
        spread(1, places),
      ),
      spread(2, ['mypage', 'order', 'operations']),
      change('order', ({ services: _, ...file }) => ({ ...file, services: [] })),
      change('order', (file) => ({ ...file, queues: { producers: [], consumers: [] } })),
      services('order', (service) => delete service['entrypoint']),
      services('order', (service) => service['binding'] === 'ARCHIVE' && delete service['entrypoint']),
      { ...shop, together: [] },
      { ...shop, together: ['mypage'] },
      services('order', (service) => Object.assign(service, { service: 'homeappliance-gateway' })),
    ],
    strangers: [
      { ...shop, subscribers: subscribers.filter((name) => name !== 'mypage') },
      services('order', (service) => Object.assign(service, { binding: 'SHIPPING' })),
    ],
  }

  it('a further queue is one at three places, and one that is being emptied is one at two of them', () => {
    for (const places of [
      ['mypage', 'order', 'operations'],
      ['mypage', 'operations'],
    ]) {
      expect(Object.values(deploymentRules).flatMap((rule) => rule(spread(1, places)))).toEqual([])
    }
  })

  it('all of them are read', () => expect(shop.files).toHaveLength(shop.workers.length))

  describe.each(Object.entries(deploymentRules))('%s', (name, rule) => {
    const planted = Object.entries(violations).find(([key]) => key === name)?.[1] ?? []
    it('holds', () => expect(rule(shop)).toEqual([]))
    it.each(planted.map((broken, index) => [index + 1, broken] as const))('catches violation %i', (_, broken) => {
      expect(rule(broken)).not.toEqual([])
    })
  })
})

describe('packages', () => {
  it('are pinned, each to one version', () => {
    expect(looseVersions(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))).toEqual([])
  })
  it.each(['^1.2.3', '~1.2.3', '1.2', 'latest', '*', '>=1.0.0', 'npm:x@^1.0.0', 'github:a/b'])(
    '%s is caught',
    (loose) => {
      const pinned = {
        dependencies: { a: '1.2.3', b: '1.0.0-beta.1' },
        devDependencies: {},
        overrides: { c: { d: '1.0.0' } },
      }
      expect(looseVersions(pinned)).toEqual([])
      expect(looseVersions({ ...pinned, dependencies: { a: loose } })).toHaveLength(1)
      expect(looseVersions({ ...pinned, overrides: { c: { d: loose } } })).toHaveLength(1)
    },
  )
})

function wranglerFile(path: string): WranglerFile {
  return parseWranglerFile(experimental_readRawConfig({ config: join(root, path) }).rawConfig)
}
