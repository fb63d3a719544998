// A copy of the project as `npm ci` leaves it: with its packages, without bundles and state.
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/workers.ts'

const folders = ['src', 'workers', 'scripts', 'migrations']
const files = ['wrangler.toml', 'tsconfig.json', 'package.json', 'package-lock.json']

export function cloneInto(folder: string): string {
  mkdirSync(folder, { recursive: true })
  for (const name of [...folders, ...files]) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}
