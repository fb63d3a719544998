// The docs Worker: the viewer of the API's document. It has the static files so that the gateway has none, before
// which the platform would put its own Workers for static files at every call.
import { type DocsEnv, viewer } from '../../src/docs/viewer.ts'

const app = viewer()

/** Reached through the gateway only. */
export default {
  fetch: (request, env) => app.fetch(request, env),
} satisfies ExportedHandler<DocsEnv>
