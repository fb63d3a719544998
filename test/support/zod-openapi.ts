// Gives every schema its `openapi` method before any is made, as the gateway's bundle does: the test files of a process
// share their modules, and a schema made earlier has no such method.
import '@hono/zod-openapi'
