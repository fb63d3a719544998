// The docs Worker: the static files of the pages. It has the static assets, and the gateway none: the platform runs
// Workers of its own before each call of a Worker with assets.
import { type DocsEnv, staticFiles } from '../../src/docs/static-files.ts'

const app = staticFiles()

/** Reached through the gateway only. */
export default {
  fetch: (request, env) => app.fetch(request, env),
} satisfies ExportedHandler<DocsEnv>
