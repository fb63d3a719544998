// Whether the code that runs can live with the schema after a migration: nothing that was there is gone or stricter.
// The migrations are run on SQLite, one after the other, and what the schema is before and after is compared.
import { DatabaseSync } from 'node:sqlite'
import { constraintsOf } from './sql-checks.ts'

export type MigrationFile = { name: string; sql: string }

/** `breaks`: what the code before could miss, a sentence each; empty for a migration that only adds. */
export type Judgment = { name: string; breaks: readonly string[] }

/** Judge each migration of a database by the schema before and after it. Throws when one is no valid SQL. */
export function judgeMigrations(files: readonly MigrationFile[]): Judgment[] {
  const database = new DatabaseSync(':memory:')
  try {
    let before = schemaOf(database)
    return files.map(({ name, sql }) => {
      execute(database, name, sql)
      const after = schemaOf(database)
      const breaks = breaksBetween(before, after)
      before = after
      return { name, breaks }
    })
  } finally {
    database.close()
  }
}

type Column = { name: string; type: string; isRequired: boolean; hasDefault: boolean; key: number; isHidden: boolean }
type Table = {
  kind: 'table' | 'view'
  columns: readonly Column[]
  /** The columns of each unique key, the primary key too, as sorted text. */
  keys: readonly string[]
  /** The texts of its CHECK and REFERENCES clauses. */
  constraints: readonly string[]
}
type Trigger = { table: string; sql: string }
type Schema = { tables: ReadonlyMap<string, Table>; triggers: ReadonlyMap<string, Trigger> }

function breaksBetween(before: Schema, after: Schema): string[] {
  const tables = [...before.tables].flatMap(([name, table]) => {
    const now = after.tables.get(name)
    return now === undefined ? [`${name} is gone`] : tableBreaks(name, table, now)
  })
  const gone = [...before.triggers].flatMap(([name]) =>
    after.triggers.has(name) ? [] : [`the trigger ${name} is gone`],
  )
  const refusing = [...after.triggers].flatMap(([name, { table, sql }]) =>
    before.tables.has(table) && before.triggers.get(name)?.sql !== sql && /\bRAISE\s*\(/i.test(sql)
      ? [`the trigger ${name} may refuse what is written to ${table}`]
      : [],
  )
  return [...tables, ...gone, ...refusing]
}

function tableBreaks(name: string, before: Table, after: Table): string[] {
  if (before.kind !== after.kind) return [`${name} was a ${before.kind} and is a ${after.kind}`]
  const known = new Set(before.columns.map((column) => column.name))
  const added = after.columns.filter((column) => !known.has(column.name))
  return [
    ...before.columns.flatMap((column) => {
      const now = after.columns.find((candidate) => candidate.name === column.name)
      return now === undefined ? [`${name}.${column.name} is gone`] : columnBreaks(name, column, now)
    }),
    ...added
      .filter(({ isRequired, hasDefault, isHidden }) => isRequired && !hasDefault && !isHidden)
      .map((column) => `${name}.${column.name} is new, must not be null, and has no default`),
    ...before.keys.filter((key) => !after.keys.includes(key)).map((key) => `${name} is no longer unique by ${key}`),
    ...after.keys.filter((key) => !before.keys.includes(key)).map((key) => `${name} must now be unique by ${key}`),
    ...after.constraints
      .filter((text) => !before.constraints.includes(text) && names(text, known))
      .map((text) => `${name} has a new constraint: ${text}`),
  ]
}

function columnBreaks(table: string, before: Column, after: Column): string[] {
  const name = `${table}.${before.name}`
  return [
    ...(before.type === after.type ? [] : [`${name} was ${before.type} and is ${after.type}`]),
    // A primary key is never null in any row that means something.
    ...(after.isRequired && !before.isRequired && before.key === 0 ? [`${name} must no longer be null`] : []),
    ...(before.hasDefault && !after.hasDefault ? [`${name} has no default any more`] : []),
    ...(before.isHidden === after.isHidden ? [] : [`${name} is ${after.isHidden ? 'now' : 'no longer'} generated`]),
  ]
}

/** Whether a clause names one of the columns that were there. */
function names(clause: string, columns: ReadonlySet<string>): boolean {
  return (clause.match(/\w+/g) ?? []).some((word) => columns.has(word))
}

function execute(database: DatabaseSync, name: string, sql: string): void {
  try {
    database.exec(sql)
  } catch (fault) {
    throw new Error(`The migration ${name} is refused by SQLite: ${fault instanceof Error ? fault.message : fault}`)
  }
}

function schemaOf(database: DatabaseSync): Schema {
  const rows = (sql: string, ...values: string[]) => database.prepare(sql).all(...values)
  const listed = rows(`SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%'
    ESCAPE '\\' AND type <> 'shadow'`)
  const tables = listed.map(({ name, type }) => {
    const table = String(name)
    const columns = rows('SELECT * FROM pragma_table_xinfo(?)', table).map(columnOf)
    const [created] = rows(`SELECT sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ?`, table)
    const found: Table = {
      kind: type === 'view' ? 'view' : 'table',
      columns,
      keys: keysOf(rows, table, columns),
      constraints: type === 'table' ? constraintsOf(String(created?.['sql'] ?? '')) : [],
    }
    return [table, found] as const
  })
  const triggers = rows(`SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'`).map(
    ({ name, tbl_name, sql }) => [String(name), { table: String(tbl_name), sql: String(sql) }] as const,
  )
  return { tables: new Map(tables), triggers: new Map(triggers) }
}

type Row = Record<string, unknown>

function columnOf(row: Row): Column {
  return {
    name: String(row['name']),
    type: String(row['type']),
    isRequired: row['notnull'] === 1,
    hasDefault: row['dflt_value'] !== null,
    key: Number(row['pk']),
    isHidden: row['hidden'] !== 0,
  }
}

function keysOf(
  rows: (sql: string, ...values: string[]) => Row[],
  table: string,
  columns: readonly Column[],
): string[] {
  const primary = columns.filter(({ key }) => key > 0).map(({ name }) => name)
  const indexes = rows(
    `SELECT i.name, s.sql FROM pragma_index_list(?) AS i LEFT JOIN sqlite_schema AS s
    ON s.name = i.name WHERE i."unique" = 1 AND i.origin <> 'pk'`,
    table,
  )
  return [
    ...(primary.length === 0 ? [] : [primary.toSorted().join(', ')]),
    ...indexes.map(({ name, sql }) => {
      const parts = rows('SELECT name FROM pragma_index_info(?)', String(name)).map((part) => String(part['name']))
      const where = /\bWHERE\b.*$/is.exec(String(sql ?? ''))?.[0] ?? ''
      return [parts.toSorted().join(', '), where].filter((text) => text !== '').join(' ')
    }),
  ]
}
