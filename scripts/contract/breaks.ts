// Breaks of the released contracts: all that today's contracts no longer keep. Contracts only grow.
import { apiBreaks } from './api-breaks.ts'
import { channelBreaks } from './channel-breaks.ts'
import { rpcBreaksOfEach } from './declarations.ts'
import { record, type Schema } from './documents.ts'
import type { ContractFiles } from './files.ts'
import { graphqlBreaks } from './graphql-breaks.ts'
import { schemaBreaks } from './schema-breaks.ts'

export function contractBreaks(before: ContractFiles, now: ContractFiles): string[] {
  return contractBreaksOfEach(before, [now]).flat()
}

/** As `contractBreaks` for each of several contracts, with one run of the compiler for all of them. */
export function contractBreaksOfEach(before: ContractFiles, offers: readonly ContractFiles[]): string[][] {
  const ofRpc = rpcBreaksOfEach(rpc(before), offers.map(rpc))
  return offers.map((now, index) => [...breaksOfFiles(before, now), ...(ofRpc[index] ?? [])])
}

function breaksOfFiles(before: ContractFiles, now: ContractFiles): string[] {
  const gone = [...before.keys()].filter((name) => !now.has(name) && !name.startsWith('rpc/'))
  // A file with the same text breaks nothing, and takes no time to compare.
  const isChanged = (name: string) => before.get(name) !== now.get(name)
  const pair = (name: string): [Schema, Schema] =>
    isChanged(name) ? [parsed(before, name), parsed(now, name)] : [{}, {}]
  const events = [...before.keys()].filter((name) => name.startsWith('events/') && now.has(name) && isChanged(name))
  return [
    ...gone.map((name) => `${name}: it is gone`),
    ...apiBreaks(...pair('openapi.json')),
    ...graphqlBreaks(before.get('schema.graphql'), now.get('schema.graphql')),
    ...channelBreaks(...pair('asyncapi.json')),
    ...codeBreaks(...pair('problems.json')),
    ...events.flatMap((name) => {
      const [was, is] = pair(name)
      return schemaBreaks(name, 'both', { document: was, schema: was }, { document: is, schema: is })
    }),
  ]
}

/** A client knows a code together with its HTTP status. */
function codeBreaks(was: Schema, is: Schema): string[] {
  return Object.entries(was).flatMap(([code, status]) => {
    if (is[code] === undefined) return [`code ${code}: it is gone`]
    return is[code] === status ? [] : [`code ${code}: its status was changed from ${status} to ${is[code]}`]
  })
}

function parsed(files: ContractFiles, name: string): Schema {
  return record(JSON.parse(files.get(name) ?? '{}'))
}

function rpc(files: ContractFiles): ContractFiles {
  return new Map([...files].filter(([name]) => name.startsWith('rpc/')))
}
