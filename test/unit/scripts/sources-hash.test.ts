// What the bundles are kept by changes with everything that they are made of.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { sourcesHash } from '../../../scripts/bundles/sources-hash.ts'
import { root } from '../../../scripts/workers.ts'
import { cloneInto } from '../../support/clone.ts'

const folder = mkdtempSync(join(tmpdir(), 'homeappliance-sources-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('another byte, another name, another wrangler file or another package gives another folder', () => {
  const clone = cloneInto(join(folder, 'clone'))
  const at = (path: string) => join(clone, path)
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
  const hashes = [sourcesHash(root), sourcesHash(clone)]
  expect(hashes[1]).toBe(hashes[0])
  for (const change of changes) {
    change()
    hashes.push(sourcesHash(clone))
  }
  expect(new Set(hashes).size).toBe(1 + changes.length)
})

it('what a tool lays beside the sources changes nothing', () => {
  const clone = cloneInto(join(folder, 'used'))
  const before = sourcesHash(clone)
  mkdirSync(join(clone, 'workers/order/.wrangler/tmp'), { recursive: true })
  writeFileSync(join(clone, 'workers/order/.wrangler/tmp/dev.js'), 'const built = true')
  expect(sourcesHash(clone)).toBe(before)
})
