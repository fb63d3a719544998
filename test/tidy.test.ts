// The tree keeps to its own rules, and each rule is shown to catch what it is for.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { experimental_readRawConfig } from 'wrangler'
import { subscribers } from '../src/contract/routing.ts'
import { importsOf, type SourceFile, wrongArrows } from './tidy/arrows.ts'
import { deploymentRules, looseVersions, parseWranglerFile, type Shop, type WranglerFile } from './tidy/deployment.ts'
import { textRules } from './tidy/text.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const code = filesOf('src', 'workers', 'scripts', 'test').filter(({ path }) => /\.(tsx?|mjs)$/.test(path))
const all = [
  ...filesOf('src', 'workers', 'scripts', 'test', 'migrations', 'docs', '.github'),
  ...['package.json', 'wrangler.toml', 'biome.json', 'vitest.config.ts', 'README.md'].flatMap(fileAt),
]

test('the tree is read', () => {
  expect(code.length).toBeGreaterThan(100)
  expect(all.length).toBeGreaterThan(code.length)
  expect(code.flatMap(({ text }) => importsOf(text)).length).toBeGreaterThan(400)
})

describe('who may import whom', () => {
  it('every arrow is in the table', () => expect(code.flatMap(wrongArrows)).toEqual([]))

  it.each([
    ['src/order/decide.ts', '../platform/log.ts'],
    ['src/order/decide.ts', '../actor/outbox.ts'],
    ['src/order/decide.ts', 'zod'],
    ['src/contract/order.ts', '../order/state.ts'],
    ['src/contract/order.ts', 'hono'],
    ['src/actor/outbox.ts', '../payment/gate.ts'],
    ['src/payment/payment-service.ts', '../delivery/store.ts'],
    ['src/payment/payment-service.ts', '../order/state.ts'],
    ['src/payment/payment-service.ts', 'cloudflare:workers'],
    ['src/web/page.tsx', '../mypage/pages.tsx'],
    ['src/platform/log.ts', '../operations/store.ts'],
    ['src/platform/log.ts', '../../workers/order/index.ts'],
    ['src/mypage/store.ts', '../../scripts/workers.ts'],
    ['src/mypage/store.ts', '../../test/support/sqlite.ts'],
    ['src/shipping/store.ts', '../contract/order.ts'],
    ['workers/mypage/index.ts', '../../src/order/state.ts'],
    ['workers/mypage/index.ts', '../order/index.ts'],
    ['workers/mypage/index.ts', 'hono'],
    ['scripts/state.ts', '../src/catalog/shelf.ts'],
    ['scripts/state.ts', '../src/gateway/app.ts'],
    ['test/unit/order/x.test.ts', 'cloudflare:test'],
  ])('%s importing %s is caught', (path, specifier) => {
    expect(wrongArrows({ path, text: `import { x } from '${specifier}'` })).toHaveLength(1)
    expect(wrongArrows({ path, text: `export type { x } from\n  '${specifier}'` })).toHaveLength(1)
    expect(wrongArrows({ path, text: `const x = await import('${specifier}')` })).toHaveLength(1)
    expect(wrongArrows({ path, text: `import '${specifier}'` })).toHaveLength(1)
  })
})

describe('what every file keeps to', () => {
  const good = { path: 'src/order/decide.ts', text: '// Judges one command against the order as it stands.\n' }
  const violations: Record<keyof typeof textRules, SourceFile[]> = {
    length: [
      { ...good, text: good.text.repeat(251) },
      { path: 'test/x.test.ts', text: good.text.repeat(401) },
    ],
    width: [
      { ...good, text: `// ${'x'.repeat(118)}` },
      { path: 'migrations/order/0001_orders.sql', text: `-- ${'x'.repeat(118)}` },
    ],
    names: ['utils', 'order-helpers', 'common', 'manager', 'index'].map((name) => ({
      ...good,
      path: `src/order/${name}.ts`,
    })),
    barrels: [{ ...good, text: "export * from './state.ts'" }],
    purpose: [
      { ...good, text: "import { z } from 'zod'\n" },
      { ...good, text: '// decide\n' },
    ],
    leftovers: [`// TO${'DO'}: later`, `// FIX${'ME'}`, `// @ts-${'ignore'}`, `// @ts-${'expect-error'}`].map(
      (text) => ({ ...good, text }),
    ),
    silenced: [
      { ...good, text: `// biome-ig${'nore'} lint/x/y: because it must be` },
      { path: 'test/x.test.ts', text: `// biome-ig${'nore'} lint/x/y` },
    ],
    types: ['const x: any = 1', 'f(x as any)', 'g<any>()', 'let x: any[]', 'x!.y', 'f(x)!;', 'f(x!)', 'a[0]!.b'].map(
      (text) => ({ ...good, text }),
    ),
    tests: ['it.only(', 'describe.skip(', 'test.todo(', '{ retry: 2 }'].map((text) => ({
      path: 'test/x.test.ts',
      text,
    })),
    spelling: [`an order is cancel${'l'}ed`, `Cancel${'l'}edOrder`].map((text) => ({ path: 'docs/scale.md', text })),
  }

  describe.each(Object.entries(textRules))('%s', (name, rule) => {
    it('holds for every file', () => expect(all.flatMap(rule)).toEqual([]))
    it('lets a tidy file pass', () => expect(rule(good)).toEqual([]))
    it.each(Object.entries(violations).find(([key]) => key === name)?.[1] ?? [])('catches $path: $text', (file) => {
      expect(rule(file)).toHaveLength(1)
    })
  })

  it('prose is not taken for code', () => {
    const text = "// Done! Any order: any state!\nconst x = 'Done!.'\nif (a !== b || !c) f(!x)\n"
    expect(textRules.types({ ...good, text })).toEqual([])
  })
  it('a wide inline snapshot is no wide line', () => {
    const text = `expect(x).toMatchInlineSnapshot(\`\n${'x'.repeat(130)}\n\`)\n`
    expect(textRules.width({ ...good, text })).toEqual([])
    expect(textRules.width({ ...good, text: `${text}// ${'x'.repeat(118)}` })).toEqual([`${good.path}:4 is too wide`])
  })
})

describe('what the wrangler files keep to', () => {
  const shop: Shop = {
    workers: readdirSync(join(root, 'workers')),
    sources: readdirSync(join(root, 'src')),
    files: all.filter(({ path }) => path.endsWith('wrangler.toml')).map(({ path }) => wranglerFile(path)),
    subscribers,
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
  const violations: Record<keyof typeof deploymentRules, Shop[]> = {
    rooms: [
      { ...shop, workers: ['shipping'] },
      { ...shop, sources: [] },
    ],
    dates: [change('order', (file) => ({ ...file, compatibility_date: '2026-10-01' }))],
    doors: [
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
      change('operations', (file) => ({ ...file, queues: { producers: [], consumers: [] } })),
      { ...shop, subscribers: ['shipping'] },
    ],
  }

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

describe('the runbook', () => {
  const logged = new Set(code.flatMap(({ path, text }) => (path.startsWith('test/') ? [] : logEventsOf(text))))
  const explained = fileAt('docs/operations.md').flatMap(({ text }) => [...text.matchAll(/^\| `([a-z_]+)` +\|/gm)])

  it('explains each line that can be logged, and no other', () => {
    expect([...logged].sort()).toEqual(explained.map(([, event]) => event).sort())
  })
  it('a line is found however it is written', () => {
    expect(logEventsOf("log('a_b')\nports.log('c', {})\nthis.#ports.log(\n  'd_e', {})\ncatalog('f')")).toEqual([
      'a_b',
      'c',
      'd_e',
    ])
  })
})

function logEventsOf(text: string): string[] {
  return [...text.matchAll(/\b[lL]og\(\s*'([a-z_]+)'[,)]/g)].flatMap(([, event]) => event ?? [])
}

function filesOf(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
      .filter((path) => !/(^|\/)(\.wrangler|\.artifacts|\.dev\.vars)|^docs\/contract\//.test(path))
      .flatMap(fileAt),
  )
}

function fileAt(path: string): SourceFile[] {
  try {
    return [{ path, text: readFileSync(join(root, path), 'utf8') }]
  } catch {
    return []
  }
}

function wranglerFile(path: string): WranglerFile {
  return parseWranglerFile(experimental_readRawConfig({ config: join(root, path) }).rawConfig)
}
