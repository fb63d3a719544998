// Configuration: variables and secrets are text. Each Worker has one schema, which says what each of them is for and
// reads its text. One that is empty is unset. What is wrong is told in one line for each.

/** How a text is read. Throws an Error whose message says what it must be. */
type Read<T> = (text: string) => T

export type Variable<T> = {
  meaning: string
  /** As a table shows it; empty for none. */
  unit: string
  /** What holds where it is unset; null for nothing. */
  default: string | null
  /** It must be set. */
  isRequired: boolean
  isSecret: boolean
  read: Read<T>
}

/** `rules`: what must be true of several together, as sentences about what is not. */
export type Schema<V extends Variables = Variables> = {
  variables: V
  rules?(config: ConfigOf<V>): readonly string[]
}
type Variables = Readonly<Record<string, Variable<unknown>>>
type ConfigOf<V extends Variables> = { readonly [N in keyof V]: V[N] extends Variable<infer T> ? T : never }

/** What a schema reads, and the variables that it reads it from. */
export type Config<S extends Schema> = ConfigOf<S['variables']>
export type Vars<S extends Schema> = { readonly [N in keyof S['variables']]?: string | undefined }

export function schema<V extends Variables>(
  variables: V,
  rules?: (config: ConfigOf<V>) => readonly string[],
): Schema<V> {
  return rules === undefined ? { variables } : { variables, rules }
}

type About = { meaning: string; unit?: string }

/** A variable with a default; one that may be left empty has the empty text. */
export function variable<T>({ meaning, unit = '', ...about }: About & { default: string }, read: Read<T>): Variable<T> {
  return { meaning, unit, default: about.default, isRequired: false, isSecret: false, read }
}

/** A variable that is null where it is unset. */
export function optional<T>({ meaning, unit = '' }: About, read: Read<T>): Variable<T | null> {
  return { meaning, unit, default: null, isRequired: false, isSecret: false, read }
}

export function secret<T>({ meaning }: About, read: Read<T>): Variable<T> {
  return { meaning, unit: '', default: null, isRequired: true, isSecret: true, read }
}

export function optionalSecret<T>({ meaning }: About, read: Read<T>): Variable<T | null> {
  return { meaning, unit: '', default: null, isRequired: false, isSecret: true, read }
}

export const asText: Read<string> = (text) => text

export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): Read<number> {
  return (text) => {
    const number = Number(text)
    if (text.trim() !== '' && Number.isSafeInteger(number) && number >= min && number <= max) return number
    const upTo = max === Number.MAX_SAFE_INTEGER ? `, at least ${min}` : ` from ${min} to ${max}`
    throw new Error(`it must be a whole number${upTo}`)
  }
}

export function oneOf<T extends string>(...known: readonly T[]): Read<T> {
  return (text) => {
    const found = known.find((one) => one === text)
    if (found === undefined) throw new Error(`it can be: ${known.join(', ')}`)
    return found
  }
}

/** An absolute https address; http only on a developer's own machine. */
export const asUrl: Read<string> = (text) => {
  if (text === '' || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text
  throw new Error('it must be an address such as https://shop.example/path')
}

/** What is wrong with the variables, each in one line; none when all is well. */
export function configFaults(schema: Schema, vars: Vars<Schema>): string[] {
  return read(schema, vars).faults
}

const kept = new WeakMap<object, Map<Schema, unknown>>()

/** What the variables say. Throws when something is wrong, with a line for each fault. Read once for each `vars`. */
export function readConfig<S extends Schema>(schema: S, vars: Vars<S>): Config<S> {
  const known = kept.get(vars) ?? new Map<Schema, unknown>()
  kept.set(vars, known)
  const before = known.get(schema)
  if (before !== undefined) return before as Config<S>
  const { config, faults } = read(schema, vars)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  known.set(schema, config)
  return config as Config<S>
}

function read({ variables, rules }: Schema, vars: Vars<Schema>): { config: object; faults: string[] } {
  const faults: string[] = []
  const config: Record<string, unknown> = {}
  for (const [name, variable] of Object.entries(variables)) {
    const given = vars[name] ?? ''
    const text = given === '' ? variable.default : given
    if (text === null) {
      if (variable.isRequired) faults.push(`${name} is not set: ${variable.meaning}`)
      config[name] = null
      continue
    }
    try {
      config[name] = variable.read(text)
    } catch (fault) {
      const why = fault instanceof Error ? fault.message : String(fault)
      faults.push(variable.isSecret ? `${name}: ${why}` : `${name} is "${text}": ${why}`)
    }
  }
  return { config, faults: faults.length > 0 ? faults : [...(rules?.(config) ?? [])] }
}
