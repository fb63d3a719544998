// The rules for every file of the tree, over its text.
import { basename } from 'node:path'
import type { SourceFile } from './arrows.ts'

const linesMax = 250
const columnsMax = 120

/** Each rule gives the sentences to show when a file breaks it; none when it keeps it. */
export const textRules = {
  length: ({ path, text }: SourceFile) => {
    if (!isCode(path)) return []
    const lines = text.trimEnd().split('\n').length
    return lines > linesMax ? [`${path} has ${lines} lines, and ${linesMax} are the most`] : []
  },
  width: ({ path, text }: SourceFile) => {
    if (!/\.(tsx?|mjs|sql|toml)$/.test(path)) return []
    const lines = withoutSnapshots(text)
      .split('\n')
      .map((line) => (isTestName(line) ? '' : line))
    return lines.flatMap((line, index) => (line.length > columnsMax ? [`${path}:${index + 1} is too wide`] : []))
  },
  names: ({ path }: SourceFile) => {
    const name = basename(path).replace(/(\.test)?\.\w+$/, '')
    const isWorker = /^workers\/\w+\/index\.ts$/.test(path) || /^test\/.+\/index\.ts$/.test(path)
    const vague = /(^|-)(utils?|helpers?|common|managers?|misc)($|-)/.test(name) || (name === 'index' && !isWorker)
    return vague ? [`${path} has a vague name`] : []
  },
  barrels: ({ path, text }: SourceFile) =>
    /^export \* from '\.{1,2}\//m.test(text) ? [`${path} is a barrel file`] : [],
  purpose: ({ path, text }: SourceFile) =>
    isCode(path) && !/^\/\/ \S.{15,}/.test(text) ? [`${path} does not begin with a comment on its purpose`] : [],
  declarations: ({ path }: SourceFile) =>
    /^(src|test)\/.+\.d\.ts$/.test(path) ? [`${path} is a declaration written by hand`] : [],
  leftovers: ({ path, text }: SourceFile) => found(path, text, leftovers),
  // Tests may switch a lint rule off, with the reason; deployed code may not.
  silenced: ({ path, text }: SourceFile) =>
    found(path, text, path.startsWith('test/') ? silencedWithoutReason : silenced),
  types: ({ path, text }: SourceFile) =>
    isCode(path) && !exceptions.has(path) ? found(path, withoutWords(text), looseTypes) : [],
  tests: ({ path, text }: SourceFile) =>
    /^(test\/|vitest\.config)/.test(path) ? found(path, withoutWords(text), weakTests) : [],
  spelling: ({ path, text }: SourceFile) => found(path, text, otherSpelling),
} satisfies Record<string, (file: SourceFile) => string[]>

/** TypeScript asks for `any` in a class that is mixed in (TS2545); the schema language has a `!` of its own. */
const exceptions = new Set(['test/support/breakable.ts', 'src/gateway/graphql/schema.ts'])

// Written in pieces, so that this file does not break its own rules.
const leftovers = new RegExp(`\\b(TO${'DO'}|FIX${'ME'})\\b|@ts-(ignore|nocheck|expect-error)`)
const silenced = new RegExp(`biome-ig${'nore'}`)
const silencedWithoutReason = new RegExp(`biome-ig${'nore'}(?! [\\w/]+: \\S.{5,})`)
const looseTypes = /\bas any\b|:\s*any\b|[<]any>|\bany\[\]|[\w)\]][!](?=[.[(;,)]|\s+as\b)/
const weakTests = /\.(only|skip|todo|fails)\(|\bretry: *\d/
/** The one exception is the name of an export of a package. */
const otherSpelling = new RegExp(`(?<!Task)cancel${'l'}ed`, 'i')

function found(path: string, text: string, pattern: RegExp): string[] {
  return text.split('\n').flatMap((line, index) => {
    const hit = pattern.exec(line)
    return hit === null ? [] : [`${path}:${index + 1} has "${hit[0]}"`]
  })
}

function isCode(path: string): boolean {
  return /^(src|workers|scripts|test)\/.+\.(tsx?|mjs)$/.test(path)
}

/** The text with comments and the insides of one-line strings taken out, so that prose is not taken for code. */
function withoutWords(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/'[^'\n]*'|"[^"\n]*"|`[^`\n]*`/g, "''").replace(/\/\/.*$|^\s*(\/\*\*|\*).*$/, ''))
    .join('\n')
}

/** The name of a test is a sentence, which stays on its line however long it is. */
function isTestName(line: string): boolean {
  return /^\s*(test|it|describe)(\.\w+)*\(['"`]/.test(line)
}

/** Inline snapshots are as wide as what they show. */
function withoutSnapshots(text: string): string {
  return text.replace(/toMatchInlineSnapshot\(\s*`[\s\S]*?`,?\s*\)/g, (snapshot) => snapshot.replace(/[^\n]/g, ''))
}
