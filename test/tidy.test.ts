// The tree keeps to its own rules, and each rule is shown to catch what it is for.
import { describe, expect, it, test } from 'vitest'
import { importsOf, type SourceFile, wrongArrows } from './tidy/arrows.ts'
import { circles } from './tidy/circles.ts'
import { floors, wrongFloors } from './tidy/floors.ts'
import { hasLogic, withoutTest } from './tidy/mirror.ts'
import { textRules } from './tidy/text.ts'
import { all, code, fileAt } from './tidy/tree.ts'
import { needlessExceptions, oldWordsIn } from './tidy/words.ts'

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
    ['test/unit/order/x.test.ts', '../../kill/lives.ts'],
    ['test/support/x.ts', '../shop/order/x.ts'],
    ['test/simulation/run.ts', '../kill/lives.ts'],
  ])('%s importing %s is caught', (path, specifier) => {
    expect(wrongArrows({ path, text: `import { x } from '${specifier}'` })).toHaveLength(1)
    expect(wrongArrows({ path, text: `export type { x } from\n  '${specifier}'` })).toHaveLength(1)
    expect(wrongArrows({ path, text: `const x = await import('${specifier}')` })).toHaveLength(1)
    expect(wrongArrows({ path, text: `import '${specifier}'` })).toHaveLength(1)
  })
})

describe('circles of files', () => {
  it('there is none', () => expect(circles(code)).toEqual([]))

  it.each([
    ["import { b } from './b.ts'", "import { a } from './a.ts'"],
    ["import type { B } from './b.ts'", "export type { A } from './a.ts'"],
    ["const b = await import('./b.ts')", "import './a.ts'"],
  ])('%s against %s is caught', (a, b) => {
    const files = [
      { path: 'src/order/a.ts', text: a },
      { path: 'src/order/b.ts', text: b },
    ]
    expect(circles(files)).toEqual(['src/order/a.ts → src/order/b.ts → src/order/a.ts'])
  })
  it('one over several folders is caught, and two ways to one file are none', () => {
    const file = (path: string, ...specifiers: string[]) => ({
      path,
      text: specifiers.map((specifier) => `import '${specifier}'`).join('\n'),
    })
    const files = [file('src/a/a.ts', '../b/b.ts', '../c/c.ts'), file('src/b/b.ts', '../c/c.ts')]
    expect(circles([...files, file('src/c/c.ts')])).toEqual([])
    expect(circles([...files, file('src/c/c.ts', '../b/b.ts')])).toHaveLength(1)
  })
})

describe('floors inside a folder', () => {
  it('every import leads down', () => expect(code.flatMap(wrongFloors)).toEqual([]))
  it('are seven at most', () => {
    expect(Object.values(floors).filter((list) => list.length > 7)).toEqual([])
  })

  it.each([
    ['src/gateway/api/orders.ts', '../openapi/document.ts'],
    ['src/gateway/pages/front.tsx', '../graphql/endpoint.ts'],
    ['src/gateway/http/problems.ts', '../auth/guard.ts'],
    ['src/gateway/env.ts', './http/rate-limit.ts'],
    ['src/payment/providers/toss.ts', '../domain/attempt.ts'],
    ['src/payment/reconciliation/repair.ts', '../actor/rows.ts'],
    ['src/payment/actor/effects.ts', '../settings.ts'],
    ['src/identity/pages/account.ts', '../app.ts'],
  ])('%s importing %s is caught', (path, specifier) => {
    expect(wrongFloors({ path, text: `import type { x } from '${specifier}'` })).toHaveLength(1)
  })
  it('a file on no floor is caught', () => {
    expect(wrongFloors({ path: 'src/gateway/orders.ts', text: '' })).toHaveLength(1)
    expect(wrongFloors({ path: 'src/gateway/routes/orders.ts', text: '' })).toHaveLength(1)
  })
  it('an import of the own wing, of a lower floor or of another folder is none', () => {
    const text = "import './body.ts'\nimport '../env.ts'\nimport '../../contract/order.ts'\nimport 'hono'"
    expect(wrongFloors({ path: 'src/gateway/http/request.ts', text })).toEqual([])
  })
})

describe('tests at the mirrored path', () => {
  const logic = 'export const f = (a: number | null) => a ?? 1\n'
  const filesWith = (tests: number, path = (index: number) => `test/unit/order/x${index}.test.ts`) => [
    ...Array.from({ length: 10 }, (_, index) => ({ path: `src/order/x${index}.ts`, text: logic })),
    ...Array.from({ length: tests }, (_, index) => ({ path: path(index), text: '' })),
  ]

  it('stand for nine files with logic out of ten, at least', () => expect(withoutTest(code)).toEqual([]))
  it('one less is caught, and the files are named', () => {
    expect(withoutTest(filesWith(9))).toEqual([])
    expect(withoutTest(filesWith(9, (index) => `test/http/order/x${index}.test.ts`))).toEqual([])
    expect(withoutTest(filesWith(9, (index) => `test/shop/order/x${index}.test.ts`))).toHaveLength(10)
    expect(withoutTest(filesWith(8))).toEqual([
      'src/order/x8.ts has no test at test/unit/order/x8.test.ts',
      'src/order/x9.ts has no test at test/unit/order/x9.test.ts',
    ])
  })
  it.each([
    'if (a) f()',
    'for (const a of b) f(a)',
    'a ?? b',
    'a && b',
    'a || b',
    'const c = a ? b : d',
    'try {} catch {}',
  ])('%s is logic', (text) => expect(hasLogic(`const x = 1\n${text}\n`)).toBe(true))
  it.each([
    'export type T =\n  | { a?: 1 }\n  | (A extends B ? C : D)\n',
    '// whether it is so || not, if (ever)\n/** a ?? b\n * c && d */\n',
    "const x = 'a && b'\n",
    'export interface A {\n  b(c: D ? E : F): void\n}\n',
  ])('%s is none', (text) => expect(hasLogic(text)).toBe(false))
})

describe('words that are no longer used', () => {
  // Written in pieces, so that this file does not break the rule.
  const [old, rpc, operation] = [`err${'and'}`, `taken${'In'}`, `hear${'Provider'}`]

  it('stand nowhere', () => expect(all.flatMap(oldWordsIn)).toEqual([]))
  it('are still needed where they are allowed', () => expect(needlessExceptions(all)).toEqual([]))

  it.each(['src/x.ts', 'workers/x/index.ts', 'scripts/x.ts', 'test/x.test.ts', 'docs/x.md', 'README.md'])(
    'in %s one is caught',
    (path) => {
      expect(oldWordsIn({ path, text: `// fine\nconst ${old} = 1\n` })).toEqual([`${path}:2 has "${old}"`])
      expect(oldWordsIn({ path, text: `f.${operation}()` })).toHaveLength(1)
    },
  )
  it('a released name is allowed at its place alone', () => {
    expect(oldWordsIn({ path: 'src/contract/rpc.ts', text: `${rpc}()` })).toEqual([])
    expect(oldWordsIn({ path: 'src/contract/rpc.ts', text: `${rpc}(${old})` })).toHaveLength(1)
    expect(oldWordsIn({ path: 'src/contract/order.ts', text: `${rpc}()` })).toHaveLength(1)
    expect(needlessExceptions(all.filter(({ path }) => !/contract.(rpc|payment).ts$/.test(path)))).toHaveLength(2)
  })
})

describe('what every file keeps to', () => {
  const good = { path: 'src/order/decide.ts', text: '// Judges one command against the order as it stands.\n' }
  const violations: Record<keyof typeof textRules, SourceFile[]> = {
    length: [
      { ...good, text: good.text.repeat(251) },
      { path: 'test/x.test.ts', text: good.text.repeat(251) },
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
    declarations: ['src/platform/node-crypto.d.ts', 'test/support/x.d.ts'].map((path) => ({ ...good, path })),
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
