// What the page shows of the API's document.
import * as z from 'zod'

const body = z.object({
  schema: z.looseObject({ $ref: z.string().optional() }).optional(),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.unknown()).default({}),
})

const operation = z.object({
  operationId: z.string().optional(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string().default(''),
  security: z.array(z.object({ bearer: z.array(z.string()).optional() })).default([]),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: z.record(z.string(), z.unknown()),
      }),
    )
    .default([]),
  requestBody: z.object({ content: z.record(z.string(), body) }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: z.record(z.string(), body).default({}) }),
  ),
})

export const readable = z.object({
  info: z.object({ description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    examples: z.record(z.string(), z.object({ value: z.unknown() })),
  }),
})

export type Operation = z.infer<typeof operation>
export type Body = z.infer<typeof body>
