// The floors of a bench: a new object for each call that writes one row, and an object that is read. No other code.
import { DurableObject } from 'cloudflare:workers'

export interface BareEnv {
  BARE_ACTOR: DurableObjectNamespace<BareActor>
}

export class BareActor extends DurableObject<BareEnv> {
  write(): number {
    this.ctx.storage.sql.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL)')
    return this.ctx.storage.sql.exec("INSERT INTO rows (text) VALUES ('a row')").rowsWritten
  }

  read(): unknown {
    return this.ctx.storage.sql.exec('SELECT text FROM rows').one()
  }
}

export default {
  async fetch(request, env) {
    if (request.method === 'GET') {
      const object = env.BARE_ACTOR.getByName(new URL(request.url).pathname)
      return Response.json(await object.read())
    }
    // A path names the object that is to be read later; without one each call makes an object of its own.
    const { pathname } = new URL(request.url)
    const name = pathname === '/' ? crypto.randomUUID() : pathname
    await env.BARE_ACTOR.getByName(name).write()
    return new Response(null, { status: 201 })
  },
} satisfies ExportedHandler<BareEnv>
