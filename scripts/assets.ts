// Lays out the docs Worker's static files: the scripts of the pages, and an icon.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ScriptName, scriptHashes } from '../src/web/scripts.ts'
import { esbuildOfWrangler } from './wrangler-parts.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export function layOutAssets(): void {
  const scripts = join(root, '.assets', 'static')
  mkdirSync(scripts, { recursive: true })
  copyFileSync(join(root, 'src', 'web', 'touch-icon.png'), join(scripts, 'touch-icon.png'))
  for (const { name, text } of pageScripts()) writeFileSync(join(scripts, `${name}.js`), text)
}

/** Each script of the pages, bundled and minified, with the hash of its text. */
export function pageScripts(): { name: ScriptName; text: string; hash: string }[] {
  return (Object.keys(scriptHashes) as ScriptName[]).map((name) => {
    const { outputFiles } = esbuildOfWrangler().buildSync({
      absWorkingDir: root,
      entryPoints: [`src/web/scripts/${name}.ts`],
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      legalComments: 'none',
      write: false,
    })
    const text = outputFiles.map((file) => file.text).join('')
    return { name, text, hash: createHash('sha256').update(text).digest('hex').slice(0, 16) }
  })
}
