// Which folder may import which, as one table. An import that the table does not allow fails the tidy test.
import { posix } from 'node:path'

export type SourceFile = { path: string; text: string }

/** `folders`: the folders, or single files, that may be imported besides the own folder. `packages`: null for any. */
type Allowed = { folders: readonly string[]; packages: readonly string[] | null }

export const contexts = [
  'gateway',
  'docs',
  'identity',
  'catalog',
  'payment',
  'sandbox',
  'ordermanagement',
  'delivery',
  'message',
  'mypage',
  'analytics',
  'operations',
  'archive',
] as const

const ofContext: Allowed = { folders: ['src/contract', 'src/platform', 'src/web'], packages: null }
const ofWorker = (context: string): Allowed => ({
  folders: [`src/${context}`, 'src/contract', 'src/platform'],
  packages: ['cloudflare:workers'],
})

export const arrows: Readonly<Record<string, Allowed>> = {
  'src/contract': { folders: [], packages: ['zod'] },
  'src/order': { folders: ['src/contract'], packages: [] },
  'src/actor': { folders: ['src/order', 'src/contract', 'src/platform'], packages: ['cloudflare:workers'] },
  'src/platform': { folders: ['src/contract'], packages: null },
  'src/web': { folders: ['src/contract'], packages: null },
  ...Object.fromEntries(contexts.map((context) => [`src/${context}`, ofContext])),
  'workers/order': {
    folders: ['src/order', 'src/actor', 'src/contract', 'src/platform'],
    packages: ['cloudflare:workers'],
  },
  ...Object.fromEntries(contexts.map((context) => [`workers/${context}`, ofWorker(context)])),
  scripts: {
    folders: [
      'src/contract',
      'src/platform/config.ts',
      'src/platform/order-shards.ts',
      'src/platform/region.ts',
      'src/platform/trace.ts',
      'src/actor/config.ts',
      ...contexts.map((context) => `src/${context}/config.ts`),
      'src/actor/upcast.ts',
      'src/catalog/store.ts',
      'src/gateway/api/api.ts',
      'src/gateway/openapi/document.ts',
      'src/gateway/graphql/schema.ts',
      'src/gateway/http/problems.ts',
      'src/archive',
      'src/identity',
      'src/web/scripts.ts',
      'test/simulation',
      'test/bench',
      'test/screenshots',
    ],
    packages: null,
  },
  ...testFolder('test/support'),
  ...testFolder('test/unit', 'test/bench'),
  ...testFolder('test/http'),
  ...testFolder('test/workers'),
  ...testFolder('test/shop'),
  ...testFolder('test/browser'),
  ...testFolder('test/simulation'),
  ...testFolder('test/kill', 'test/simulation'),
  ...testFolder('test/release', 'test/kill', 'test/simulation'),
  ...testFolder('test/bench'),
  ...testFolder('test/screenshots'),
  ...testFolder('test/tidy'),
  test: { folders: ['test/tidy', 'src'], packages: null },
}

/** A folder of tests. They share test/support, and do not import each other's folders unless it is said here. */
function testFolder(folder: string, ...others: string[]): Record<string, Allowed> {
  return { [folder]: { folders: ['src', 'workers', 'scripts', 'test/support', ...others], packages: null } }
}

/** The imports of a file that the table does not allow, or its folder when the table does not know it. */
export function wrongArrows({ path, text }: SourceFile): string[] {
  const name = folderOf(path)
  const row = arrows[name]
  if (row === undefined) return [`${path}: ${name} is not in the table`]
  const allowed = [name, ...row.folders]
  return importsOf(text).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      const target = posix.join(posix.dirname(path), specifier)
      const fits = allowed.some((one) => target === one || target.startsWith(`${one}/`))
      return fits ? [] : [`${path} may not import ${target}`]
    }
    if (specifier.startsWith('cloudflare:') && !mayTouchPlatform(path)) return [`${path} may not import ${specifier}`]
    return row.packages?.includes(specifier) === false ? [`${path} may not import ${specifier}`] : []
  })
}

/** The specifiers that a file imports, by any way of importing. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g)].flatMap(([, specifier]) => specifier ?? [])
}

function folderOf(path: string): string {
  const [first = '', second = '', ...rest] = path.split('/')
  const isDivided = first === 'src' || first === 'workers' || (first === 'test' && rest.length > 0)
  return isDivided ? `${first}/${second}` : first
}

/** `cloudflare:*` exists only in workerd: few files use it, and the tests in Node run without it. */
function mayTouchPlatform(path: string): boolean {
  return (
    /^(workers|src\/actor|src\/platform)\//.test(path) ||
    /^src\/\w+(\/\w+)?\/store\.ts$/.test(path) ||
    /^test\/(workers|support\/(stand-in|workerd))\//.test(path)
  )
}
