// The floors inside a large folder, top floor first: a file imports only from its own wing and from lower floors.
import { posix } from 'node:path'
import { importsOf, type SourceFile } from './arrows.ts'

/**
 * Each floor has wings: folders, or single files at the top of the folder. Wings of one floor do not import each other.
 */
export const floors: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'src/gateway': [
    ['app.ts'],
    ['openapi', 'graphql', 'pages'],
    ['api'],
    ['auth', 'checkout', 'customers'],
    ['http'],
    ['env.ts'],
    ['config.ts'],
  ],
  'src/payment': [
    ['payment-service.ts', 'event-handler.ts', 'figures.ts', 'settings.ts'],
    ['actor'],
    ['reconciliation'],
    ['domain'],
    ['providers'],
    ['config.ts'],
  ],
  'src/identity': [
    ['app.ts'],
    ['pages', 'oauth'],
    ['accounts'],
    ['ports.ts', 'store.ts', 'base-path.ts', 'problem.ts', 'config.ts'],
  ],
}

/** The imports of a file that lead up or across, or the file itself when it stands on no floor. */
export function wrongFloors({ path, text }: SourceFile): string[] {
  const folder = Object.keys(floors).find((name) => path.startsWith(`${name}/`))
  if (folder === undefined) return []
  const from = placeOf(folder, path)
  if (from.floor < 0) return [`${path} stands on no floor of ${folder}`]
  return importsOf(text).flatMap((specifier) => {
    if (!specifier.startsWith('.')) return []
    const target = posix.join(posix.dirname(path), specifier)
    if (!target.startsWith(`${folder}/`)) return []
    const to = placeOf(folder, target)
    return to.wing === from.wing || to.floor > from.floor ? [] : [`${path} may not import ${target}`]
  })
}

function placeOf(folder: string, path: string): { floor: number; wing: string } {
  const [wing = ''] = path.slice(folder.length + 1).split('/')
  return { floor: (floors[folder] ?? []).findIndex((wings) => wings.includes(wing)), wing }
}
