// The docs Worker: the viewer of the API's document. It has the static assets, and the gateway none: the platform runs
// Workers of its own before each call of a Worker with assets.
import { type DocsEnv, viewer } from '../../src/docs/viewer.ts'

const app = viewer()

/** Reached through the gateway only. */
export default {
  fetch: (request, env) => app.fetch(request, env),
} satisfies ExportedHandler<DocsEnv>
