// Parses a file of requests for an editor's HTTP client: named, separated by ###, with variables in braces.
import { readFileSync } from 'node:fs'
import { root } from '../../scripts/workers.ts'

/** `token`: the name of the variable that holds it. Path and body still have their braces. */
export type Written = { name: string; method: string; path: string; token: string | null; body: string | null }

export const requestsHttp = readFileSync(`${root}test/requests.http`, 'utf8')

export function requestsIn(source: string): Written[] {
  return source
    .split(/^###$/m)
    .slice(1)
    .map((block) => {
      const [, name = '', method = '', path = ''] =
        /^# @name (\w+)\n([A-Z]+) \{\{origin\}\}(\S+)$/m.exec(block.trimStart()) ?? []
      const [, token = null] = /^Authorization: Bearer \{\{(\w+)\}\}$/m.exec(block) ?? []
      const [, body = null] = /\n\n([{[][\s\S]*?)\n(?=\n|$)/.exec(block) ?? []
      return { name, method, path, token, body }
    })
}
