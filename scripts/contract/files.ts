// The files in docs/contract: every contract that others build on, generated from the schemas that validate.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printSchema } from 'graphql'
import { z } from 'zod'
import { versionOf } from '../../src/actor/upcast.ts'
import { type EventType, eventTypes, recordedEventSchema } from '../../src/contract/events.ts'
import { schema } from '../../src/gateway/graphql/schema.ts'
import { problemCodes, statusOf } from '../../src/gateway/http/problems.ts'
import { apiDocument } from '../../src/gateway/openapi/document.ts'
import { root } from '../workers.ts'
import { asyncApiDocument } from './asyncapi.ts'
import { declarations } from './declarations.ts'

export const contractFolder = join(root, 'docs', 'contract')
export const releasedFolder = join(contractFolder, 'released')

/** The text of each file, by its path in the folder. */
export type ContractFiles = Map<string, string>

/** The files of today's code. */
export function generateContract(): ContractFiles {
  const problems = Object.fromEntries(problemCodes.map((code) => [code, statusOf(code)]))
  return new Map([
    ['openapi.json', json(apiDocument())],
    ['asyncapi.json', json(asyncApiDocument())],
    ['schema.graphql', `${printSchema(schema)}\n`],
    ['problems.json', json(problems)],
    ...eventSchemas(readContract(releasedFolder), (type) => versionOf(type)),
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

/**
 * JSON Schemas (2020-12) of a recorded event: one for each event type in today's version, and one for each earlier
 * version as it was released, since events that were stored in it are read for ever.
 */
export function eventSchemas(released: ContractFiles, versionToday: (type: EventType) => number): ContractFiles {
  const files: ContractFiles = new Map()
  for (const type of eventTypes) {
    const today = versionToday(type)
    for (let version = 1; version < today; version += 1) {
      const text = released.get(fileOf(type, version))
      if (text !== undefined) files.set(fileOf(type, version), text)
    }
    files.set(fileOf(type, today), json(eventSchema(type, today)))
  }
  return files
}

function fileOf(type: EventType, version: number): string {
  return `events/${type}.v${version}.json`
}

function eventSchema(type: EventType, version: number) {
  const schema = recordedEventSchema.options.find((option) => option.shape.type.value === type)
  if (schema === undefined) throw new Error(`${type} has no schema`)
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return { $schema, $id: `urn:homeappliance:event:${type}:${version}`, title: type, ...rest }
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
