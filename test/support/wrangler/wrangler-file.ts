// What the stand-in reads of a wrangler file. A few lines instead of wrangler's own reader, which takes a second.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

export type WranglerFile = {
  name: string
  hasAddress: boolean
  services: { binding: string; service: string }[]
  classes: string[]
  secrets: string[]
  databases: { name: string; folder: string }[]
}

export function readWranglerFile(path: string): WranglerFile {
  const text = readFileSync(path, 'utf8')
  const file: unknown = path.endsWith('.json') ? JSON.parse(text) : parseToml(text)
  const textAt = (value: unknown, key: string) => String(isTable(value) ? (value[key] ?? '') : '')
  return {
    name: textAt(file, 'name'),
    hasAddress: textAt(file, 'workers_dev') !== 'false',
    services: listAt(file, 'services').map((one) => ({
      binding: textAt(one, 'binding'),
      service: textAt(one, 'service'),
    })),
    classes: listAt(file, 'durable_objects', 'bindings').map((one) => textAt(one, 'class_name')),
    secrets: listAt(file, 'secrets', 'required').map(String),
    databases: listAt(file, 'd1_databases').map((one) => ({
      name: textAt(one, 'database_name'),
      folder: resolve(dirname(path), textAt(one, 'migrations_dir')),
    })),
  }
}

function listAt(value: unknown, key: string, ...rest: string[]): unknown[] {
  const inner = isTable(value) ? value[key] : undefined
  const [next, ...others] = rest
  if (next !== undefined) return listAt(inner, next, ...others)
  return Array.isArray(inner) ? inner : []
}

type Table = Record<string, unknown>

/** Tables, lists of tables, and values that are JSON too. Other values are left out. */
function parseToml(text: string): Table {
  const root: Table = {}
  let table = root
  for (const line of text.split('\n')) {
    const [, list, name = ''] = /^\[(\[)?([\w.]+)\]/.exec(line) ?? []
    if (name !== '') table = opened(root, name, list !== undefined)
    const [, key, value = ''] = /^(\w+) = (.+)$/.exec(line) ?? []
    if (key !== undefined) table[key] = jsonOf(value)
  }
  return root
}

/** Begin a table, or one more of a list, such as `queues.consumers`. */
function opened(root: Table, name: string, isList: boolean): Table {
  const path = name.split('.')
  const last = path.pop() ?? ''
  const place = path.reduce((outer, part) => innerOf(outer, part), root)
  const list = place[last]
  const table: Table = {}
  place[last] = isList ? [...(Array.isArray(list) ? list : []), table] : table
  return table
}

function innerOf(outer: Table, name: string): Table {
  const inner = outer[name]
  if (isTable(inner)) return inner
  const table: Table = {}
  outer[name] = table
  return table
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
