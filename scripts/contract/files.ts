// What stands in docs/contract: every contract that others build on, generated from the schemas that validate.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printSchema } from 'graphql'
import { z } from 'zod'
import { eventTypes, recordedEventSchema } from '../../src/contract/events.ts'
import { apiDocument } from '../../src/gateway/document.ts'
import { schema } from '../../src/gateway/graphql/schema.ts'
import { problemCodes, statusOf } from '../../src/gateway/problems.ts'
import { root } from '../workers.ts'
import { asyncApiDocument } from './asyncapi.ts'
import { declarations } from './declarations.ts'

export const contractFolder = join(root, 'docs', 'contract')
export const releasedFolder = join(contractFolder, 'released')

/** The text of each file by its path in the folder. */
export type ContractFiles = Map<string, string>

/** As the code has them now. */
export function generateContract(): ContractFiles {
  const problems = Object.fromEntries(problemCodes.map((code) => [code, statusOf(code)]))
  return new Map([
    ['openapi.json', json(apiDocument())],
    ['asyncapi.json', json(asyncApiDocument())],
    ['schema.graphql', `${printSchema(schema)}\n`],
    ['problems.json', json(problems)],
    ...eventSchemas(),
    ...declarations(),
  ])
}

export function readContract(folder: string): ContractFiles {
  const files: ContractFiles = new Map()
  mkdirSync(folder, { recursive: true })
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length + 1)
    if (entry.isFile() && !name.startsWith('released/')) files.set(name, readFileSync(path, 'utf8'))
  }
  return files
}

/** One JSON Schema (2020-12) for each event: the whole record as it stands in a message. Every type is in version 1. */
function eventSchemas(): ContractFiles {
  const options = recordedEventSchema.options
  return new Map(
    eventTypes.map((type) => {
      const schema = options.find((option) => option.shape.type.value === type)
      if (schema === undefined) throw new Error(`${type} has no schema`)
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' })
      return [
        `events/${type}.v1.json`,
        json({ $schema, $id: `urn:homeappliance:event:${type}:1`, title: type, ...rest }),
      ]
    }),
  )
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
