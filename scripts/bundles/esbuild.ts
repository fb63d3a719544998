// How every Worker is bundled, the platform's and those of the tests.
import { join } from 'node:path'
import { root } from '../workers.ts'
import { esbuildOfWrangler } from '../wrangler-parts.ts'

export type EntryPoint = { name: string; entry: string }

/**
 * Bundle each entry to `<folder>/<name>/index.js`. As `wrangler deploy` does it, but all Workers at once, so that
 * shared files are read once: one second instead of ten. A test compares both. Node's built-in modules stay outside.
 */
export async function bundleWorkers(entryPoints: readonly EntryPoint[], folder: string): Promise<void> {
  const esbuild = esbuildOfWrangler()
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: entryPoints.map(({ name, entry }) => ({ in: entry, out: join(name, 'index') })),
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    supported: { 'import-source': true, using: true },
    loader: { '.js': 'jsx', '.mjs': 'jsx', '.cjs': 'jsx' },
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    define: Object.fromEntries([
      ['navigator.userAgent', '"Cloudflare-Workers"'],
      ...['process', 'global.process', 'globalThis.process'].map((name) => [`${name}.env.NODE_ENV`, '"production"']),
    ]),
    keepNames: true,
    sourcemap: true,
    logLevel: 'silent',
  })
  await esbuild.stop()
}

/** Write the bundles of `names` once more, without comments and white space. Code and names stay as they are. */
export async function compactBundles(from: string, names: readonly string[], folder: string): Promise<void> {
  const esbuild = esbuildOfWrangler()
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: join(from, name, 'index.js'), out: join(name, 'index') })),
    outdir: folder,
    format: 'esm',
    target: 'es2024',
    supported: { 'import-source': true, using: true },
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    sourcemap: true,
    logLevel: 'silent',
    allowOverwrite: true,
  })
  await esbuild.stop()
}
