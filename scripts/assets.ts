// Lays out the docs Worker's static files: the scripts of the pages, and the viewer of the API's document from its npm
// package, so that no page asks another host for anything.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ScriptName, scriptHashes } from '../src/web/scripts.ts'
import { esbuildOfWrangler } from './wrangler-parts.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const startScript = `const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', follow)
follow()
SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null,
})
`

export function layOutAssets(): void {
  const docs = join(root, '.assets', 'docs')
  mkdirSync(docs, { recursive: true })
  const viewer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) copyFileSync(join(viewer, file), join(docs, file))
  writeFileSync(join(docs, 'start.js'), startScript)
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
