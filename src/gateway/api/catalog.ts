// GET /items: the catalog, a public call.

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { told } from '../../contract/language.ts'
import { moneySchema } from '../../contract/money.ts'
import { publicRoute } from '../auth/guard.ts'
import { cachedShelf } from '../checkout/shelf.ts'
import type { Gateway } from '../env.ts'
import { json } from '../http/body.ts'
import { problem, problems, refuses } from '../http/problems.ts'
import * as examples from './examples.ts'

const textsSchema = z.object({ itemName: z.string(), description: z.string(), category: z.string() })

const itemSchema = z
  .object({
    itemId: z.string(),
    ...textsSchema.shape,
    price: moneySchema,
    translations: z
      .object({ ko: textsSchema.optional(), en: textsSchema.optional() })
      .optional()
      .openapi({ description: 'the same texts in other languages' }),
    picture: z.string().optional().openapi({ description: 'the name of its drawing' }),
    isUnlisted: z.boolean().optional().openapi({ description: 'can be ordered, and is not in the shop’s window' }),
  })
  .openapi('Item')

const list = createRoute({
  method: 'get',
  path: '/items',
  tags: ['catalog'],
  summary: 'The catalog',
  ...publicRoute('listItems'),
  responses: {
    200: {
      description: 'all items',
      ...json(z.object({ items: z.array(itemSchema) }), { items: [examples.item] }),
    },
    ...problems,
  },
})

const one = createRoute({
  method: 'get',
  path: '/items/{itemId}',
  tags: ['catalog'],
  summary: 'One item',
  ...publicRoute('readItem'),
  request: { params: z.object({ itemId: z.string().max(64) }) },
  ...refuses('item_not_found'),
  responses: { 200: { description: 'the item', ...json(itemSchema, examples.item) }, ...problems },
})

export function catalogRoutes(app: OpenAPIHono<Gateway>) {
  const shelf = cachedShelf(Date.now)
  return app
    .openapi(list, async (c) => c.json({ items: await shelf(c.env) }, 200))
    .openapi(one, async (c) => {
      const { itemId } = c.req.valid('param')
      const item = (await shelf(c.env)).find((candidate) => candidate.itemId === itemId)
      if (item === undefined)
        return problem(c, {
          code: 'item_not_found',
          ...told({ en: 'There is no such item.', ko: '해당 상품이 없습니다.' }),
        })
      return c.json(item, 200)
    })
}
