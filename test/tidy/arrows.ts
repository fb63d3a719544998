// Who may import whom, as one table over the rooms of the tree. A wrong arrow fails the tidy test.
import { posix } from 'node:path'

export type SourceFile = { path: string; text: string }

/** `rooms`: the rooms, or single files, that may be imported besides the room itself. `packages`: null for any. */
type Room = { rooms: readonly string[]; packages: readonly string[] | null }

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
  'operations',
] as const

const ofContext: Room = { rooms: ['src/contract', 'src/platform', 'src/web'], packages: null }
const ofWorker = (context: string): Room => ({
  rooms: [`src/${context}`, 'src/contract', 'src/platform'],
  packages: ['cloudflare:workers'],
})

export const rooms: Readonly<Record<string, Room>> = {
  'src/contract': { rooms: [], packages: ['zod'] },
  'src/order': { rooms: ['src/contract'], packages: [] },
  'src/actor': { rooms: ['src/order', 'src/contract', 'src/platform'], packages: ['cloudflare:workers'] },
  'src/platform': { rooms: ['src/contract'], packages: null },
  'src/web': { rooms: ['src/contract'], packages: null },
  ...Object.fromEntries(contexts.map((context) => [`src/${context}`, ofContext])),
  'workers/order': {
    rooms: ['src/order', 'src/actor', 'src/contract', 'src/platform'],
    packages: ['cloudflare:workers'],
  },
  ...Object.fromEntries(contexts.map((context) => [`workers/${context}`, ofWorker(context)])),
  scripts: {
    rooms: [
      'src/contract',
      'src/actor/upcast.ts',
      'src/catalog/store.ts',
      'src/gateway/api/api.ts',
      'src/gateway/openapi/document.ts',
      'src/gateway/graphql/schema.ts',
      'src/gateway/http/problems.ts',
      'src/identity',
      'test/simulation',
      'test/bench',
    ],
    packages: null,
  },
  test: { rooms: ['src', 'workers', 'scripts'], packages: null },
}

/** The imports of a file that the table does not allow, and a room that it does not know. */
export function wrongArrows({ path, text }: SourceFile): string[] {
  const name = roomOf(path)
  const room = rooms[name]
  if (room === undefined) return [`${path}: ${name} is no room of the tree`]
  const allowed = [name, ...room.rooms]
  return importsOf(text).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      const target = posix.join(posix.dirname(path), specifier)
      const fits = allowed.some((one) => target === one || target.startsWith(`${one}/`))
      return fits ? [] : [`${path} may not import ${target}`]
    }
    if (specifier.startsWith('cloudflare:') && !mayTouchPlatform(path)) return [`${path} may not import ${specifier}`]
    return room.packages?.includes(specifier) === false ? [`${path} may not import ${specifier}`] : []
  })
}

/** What a file imports, by any way of importing. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g)].flatMap(([, specifier]) => specifier ?? [])
}

function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/')
  return first === 'src' || first === 'workers' ? `${first}/${second}` : first
}

/** `cloudflare:*` is the platform itself: its users are few, and the domain's tests run without it. */
function mayTouchPlatform(path: string): boolean {
  return (
    /^(workers|src\/actor|src\/platform)\//.test(path) ||
    /^src\/\w+\/store\.ts$/.test(path) ||
    (path.startsWith('test/') && !/^test\/(unit|http)\//.test(path))
  )
}
