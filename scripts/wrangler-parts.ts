// The bundler and the local runtime that wrangler itself uses, in the versions that it is tested with.
import { createRequire } from 'node:module'

const requireAsWrangler = createRequire(createRequire(import.meta.url).resolve('wrangler/package.json'))

export function esbuildOfWrangler(): typeof import('esbuild') {
  return requireAsWrangler('esbuild')
}

/** Takes a third of a second. */
export function miniflareOfWrangler(): typeof import('miniflare') {
  return requireAsWrangler('miniflare')
}
