// The scripts of the pages: each address has the hash of what is served there, and needs neither eval nor another host.
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { pageScripts } from '../../../scripts/assets.ts'
import { scriptHashes, scriptOf, scriptPath } from '../../../src/web/scripts.ts'

const scripts = pageScripts()

test('each address has the hash of its script: write the hashes of this test into src/web/scripts.ts', () => {
  expect(scriptHashes).toEqual(Object.fromEntries(scripts.map(({ name, hash }) => [name, hash])))
})

test('a script evaluates no text, asks no other host, and is small', () => {
  for (const { text } of scripts) {
    expect(/\beval\(|new Function|https?:\/\/(?!www\.w3\.org\/)/.exec(text)).toBeNull()
    expect(gzipSync(text).length).toBeLessThan(12_000)
  }
})

test('the script of another release is known by its name, and not taken for the present one', () => {
  const path = scriptPath('page').replace('/static/', '')
  expect(scriptOf(path)).toEqual({ name: 'page', isCurrent: true })
  expect(scriptOf('page-0123456789abcdef.js')).toEqual({ name: 'page', isCurrent: false })
  for (const other of ['page.js', 'other-0123456789abcdef.js', 'constructor-0123456789abcdef.js']) {
    expect(scriptOf(other)).toBeNull()
  }
})
