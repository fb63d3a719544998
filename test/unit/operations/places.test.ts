// What the pages of ops share: the links among them, and the notice at the top.
import { expect, test } from 'vitest'
import { opsPage } from '../../../src/operations/pages.tsx'
import { alertPorts } from '../../support/alerts.ts'
import { callers } from '../../support/callers.ts'
import { openDatabase } from '../../support/sqlite.ts'

const places = ['/ops/alerts', '/ops/dead-letters', '/ops/audit']

test.each(places)('%s leads to each of them, and says where it is', async (place) => {
  const database = openDatabase('operations')
  const ports = { ...alertPorts(database, Date.now), queues: {}, sources: {}, newId: () => crypto.randomUUID() }
  const html = await (await opsPage(ports, callers.ops, new Request(`https://shop${place}`), 'req_1')).text()
  const chips = /<nav class="chips"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? ''
  expect([...chips.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual(places)
  expect(chips).toContain(`href="${place}" aria-current="true"`)
  expect(html).not.toContain('id="notice"')
})
