// Lays out the docs Worker's static files: the API documentation's viewer, from its npm package, so that no page asks
// another host for anything.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

const startScript = `SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null,
})
`

export function layOutAssets(): void {
  const docs = join(root, '.assets', 'docs')
  mkdirSync(docs, { recursive: true })
  const viewer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) copyFileSync(join(viewer, file), join(docs, file))
  writeFileSync(join(docs, 'start.js'), startScript)
}
