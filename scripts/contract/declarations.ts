// The declarations of the RPC interfaces, as the compiler writes them, and breaks between two releases of them.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { root } from '../workers.ts'

const folder = 'rpc/'

/** One declaration file for each file of src/contract: the interfaces, and all types of their calls. */
export function declarations(): Map<string, string> {
  return inScratch((scratch) => {
    const output = compile(['-p', join(root, 'scripts', 'contract'), '--outDir', scratch])
    if (output !== '') throw new Error(`the contract does not compile:\n${output}`)
    return new Map(
      readdirSync(scratch)
        .sort()
        .map((name) => [`${folder}${name}`, readFileSync(join(scratch, name), 'utf8')]),
    )
  })
}

/**
 * The methods that a caller built against `before` can no longer use. The compiler checks each: today's inputs must
 * accept all inputs of before, and today's result must fit the result of before.
 */
export function rpcBreaks(before: Declarations, now: Declarations): string[] {
  return rpcBreaksOfEach(before, [now]).flat()
}

/** As `rpcBreaks` for each of several offers, by one run of the compiler. */
export function rpcBreaksOfEach(before: Declarations, offers: readonly Declarations[]): string[][] {
  const breaks: string[][] = offers.map(() => [])
  const changed = offers.map((now) => [...before].some(([file, text]) => now.get(file) !== text))
  if (!changed.includes(true)) return breaks
  const methods = methodsIn(before)
  return inScratch((scratch) => {
    for (const [index, now] of offers.entries()) {
      if (changed[index] !== true) continue
      lay(join(scratch, `before${index}`), grown(before, now))
      lay(join(scratch, `now${index}`), now)
      writeFileSync(join(scratch, `check${index}.ts`), comparison(methods, index, now))
    }
    const config = { extends: join(root, 'tsconfig.json'), include: ['check*.ts'] }
    writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config))
    const faults = compile(['-p', scratch]).matchAll(/^check(\d+)\.ts\((\d+),.*?error (.*)$/gm)
    for (const [, index, line, fault = ''] of faults) {
      const [, broken = 'it is gone'] = /^TS2344: Type '(.*)' does not satisfy/.exec(fault) ?? []
      const broke = methods[Number(line) - 1]
      breaks[Number(index)]?.push(`rpc ${broke?.name}.${broke?.method}: ${broken.replaceAll('"', '')}`)
    }
    return breaks
  })
}

/**
 * The declarations of before, as a reader holds them who expects lists marked `@extensible` to grow: with today's
 * members. A list that has lost a member stays as it was. That the members keep their shapes is checked with the
 * schemas of the events.
 */
function grown(before: Declarations, now: Declarations): Declarations {
  const texts = new Map(before)
  for (const [file, text] of before) {
    for (const [statement, name = ''] of text.matchAll(extensibleList)) {
      const today = [...(now.get(file) ?? '').matchAll(extensibleList)].find(([, other]) => other === name)?.[0] ?? ''
      const [members, membersNow] = [membersOf(statement), membersOf(today)]
      if (!members.every((member) => membersNow.includes(member))) continue
      for (const [at, one] of texts) {
        const replaced = one.replace(statement, () => today)
        texts.set(at, withMembers(replaced, members, membersNow))
      }
    }
  }
  return texts
}

/** A constant with the mark in its comment: a list of names, or an object with a schema for each name. */
const extensibleList =
  /^\/\*\*[^/]*@extensible[^/]*\*\/\nexport declare const (\w+): (?:readonly \[[^\]]*\]|\{.*?^\});$/gms

function membersOf(statement: string): string[] {
  const [, list] = /: readonly \[(.*)\];$/s.exec(statement) ?? []
  const names = list === undefined ? statement.matchAll(/^ {4}readonly (\w+):/gm) : list.matchAll(/'(\w+)'/g)
  return [...names].map(([, name = '']) => name).sort()
}

/** Each enumeration of exactly these members gets today's. */
function withMembers(text: string, members: readonly string[], today: readonly string[]): string {
  return text.replace(/z\.ZodEnum<\{(.*?)\}>/gs, (whole, inside: string) => {
    const found = [...inside.matchAll(/(\w+):/g)].map(([, name]) => name).sort()
    return isDeepStrictEqual(found, members)
      ? `z.ZodEnum<{ ${today.map((name) => `${name}: '${name}'`).join('; ')} }>`
      : whole
  })
}

type Declarations = ReadonlyMap<string, string>
type Method = { file: string; name: string; method: string }

function methodsIn(declarations: Declarations): Method[] {
  return [...declarations].flatMap(([file, text]) =>
    [...text.matchAll(/^export interface (\w+) \{$(.*?)^\}$/gms)].flatMap(([, name = '', body = '']) =>
      [...body.matchAll(/^ {4}(\w+)\(/gm)].map(([, method = '']) => ({ file, name, method })),
    ),
  )
}

/** The line of a method is its place in `methods`. An interface may have moved to another file since. */
function comparison(methods: readonly Method[], offer: number, now: Declarations): string {
  const files = new Map(methodsIn(now).map(({ file, name }) => [name, file]))
  const lines = methods.map(({ file, name, method }, index) => {
    const typeIn = (side: string, at: string) => `import('./${side}${offer}/${at.replace('.d.ts', '.js')}').${name}`
    const types = [typeIn('before', file), typeIn('now', files.get(name) ?? file)].join(', ')
    return `export type T${index} = Nothing<Broken<${types}, '${method}'>>`
  })
  return [...lines, judgement].join('\n')
}

/** Inputs and results are compared apart: between whole methods the compiler compares inputs in both directions. */
const judgement = `type Broken<Before, Now, Name extends keyof Before> = Name extends keyof Now
  ? Before[Name] extends (...args: infer Inputs) => infer Output
    ? Now[Name] extends (...args: infer InputsNow) => infer OutputNow
      ? Inputs extends InputsNow
        ? OutputNow extends Output ? never : 'its answer is not what it was'
        : 'it no longer takes what it took'
      : 'it is gone'
    : never
  : 'it is gone'
type Nothing<T extends never> = T
`

function lay(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text.replace(/(from |import\()(['"]\.\/\w+)\.ts(['"])/g, '$1$2.js$3'))
  }
}

/** What the compiler says; nothing when all is well. */
function compile(args: string[]): string {
  const command = join(root, 'node_modules', '.bin', 'tsc')
  // Unstyled, with the paths of the files as they stand below the project that is compiled.
  const cwd = dirname(join(args[1] ?? root, 'tsconfig.json'))
  const { stdout, stderr, status, error } = spawnSync(command, [...args, '--pretty', 'false', '--singleThreaded'], {
    encoding: 'utf8',
    cwd,
  })
  if (error !== undefined) throw error
  return status === 0 ? '' : `${stdout}${stderr}`
}

/** Within the project, so that the packages whose types are named are found. */
function inScratch<T>(work: (scratch: string) => T): T {
  mkdirSync(join(root, '.wrangler'), { recursive: true })
  const scratch = mkdtempSync(join(root, '.wrangler', 'contract-'))
  try {
    return work(scratch)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}
