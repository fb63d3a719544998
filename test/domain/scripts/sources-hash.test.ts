// What the bundles are kept by changes with everything that they are made of.
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { sourcesHash } from '../../../scripts/bundles/sources-hash.ts'
import { root } from '../../../scripts/workers.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-sources-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('another byte, another name, another wrangler file or another package gives another folder', () => {
  const copied = ['src', 'workers', 'scripts', 'wrangler.toml', 'package.json', 'package-lock.json', 'tsconfig.json']
  for (const name of copied) cpSync(join(root, name), join(folder, 'copy', name), { recursive: true })
  const at = (path: string) => join(folder, 'copy', path)
  const append = (path: string) => () => writeFileSync(at(path), `${readFileSync(at(path), 'utf8')} `)
  const changes = [
    append('src/order/decide.ts'),
    append('workers/order/index.ts'),
    append('workers/order/wrangler.toml'),
    append('wrangler.toml'),
    append('package-lock.json'),
    append('tsconfig.json'),
    append('scripts/bundles/build.ts'),
    () => renameSync(at('src/order/decide.ts'), at('src/order/judge.ts')),
    () => writeFileSync(at('src/order/new.ts'), ''),
  ]
  const hashes = [sourcesHash(root), sourcesHash(at('.'))]
  expect(hashes[1]).toBe(hashes[0])
  for (const change of changes) {
    change()
    hashes.push(sourcesHash(at('.')))
  }
  expect(new Set(hashes).size).toBe(1 + changes.length)
})
