// Breaks of a JSON Schema (2020-12), by the direction in which its data goes.
import { isDeepStrictEqual } from 'node:util'
import { changedKeys, names, part, plain, record, type Schema, type Side, values } from './documents.ts'

/**
 * `input`: others write and we read, so all that was valid must stay valid. `output`: we write and others read, so
 * nothing may be missing, and nothing may be of a new kind. `both`: it is stored, and read by releases before and
 * after.
 */
export type Direction = 'input' | 'output' | 'both'

/** The breaks, as sentences with their place. */
export function schemaBreaks(place: string, direction: Direction, before: Side, now: Side): string[] {
  const [was, is] = [plain(before), plain(now)]
  const judged = { ...before, schema: was }
  const judgedNow = { ...now, schema: is }
  return [
    ...defaultBreaks(place, direction, was, is),
    ...(hasChoices(was) || hasChoices(is)
      ? choiceBreaks(place, direction, judged, judgedNow)
      : [
          ...kindBreaks(place, direction, was, is),
          ...boundBreaks(place, direction, was, is),
          ...fieldBreaks(place, direction, judged, judgedNow),
          ...innerBreaks(place, direction, judged, judgedNow),
          ...unknownBreaks(place, was, is),
        ]),
  ]
}

/** A client that leaves an input out relies on its default. A first default only states what was so before. */
function defaultBreaks(place: string, direction: Direction, was: Schema, is: Schema): string[] {
  const isKept = was['default'] === undefined || isDeepStrictEqual(was['default'], is['default'])
  return takes(direction) && !isKept ? [`${place}: its default was changed`] : []
}

/** Every case that a writer may send must be known to the reader. */
function choiceBreaks(place: string, direction: Direction, before: Side, now: Side): string[] {
  const [was, is] = [choices(before), choices(now)]
  const unmet = (met: Side[], fits: (one: Side) => boolean) => met.filter((one) => !fits(one)).length
  const isKept = (a: Side, b: Side) => schemaBreaks(place, direction, a, b).length === 0
  const lost = takes(direction) ? unmet(was, (one) => is.some((other) => isKept(one, other))) : 0
  const isClosed = gives(direction) && !mayGrow(before)
  const strange = isClosed ? unmet(is, (one) => was.some((other) => isKept(other, one))) : 0
  return [
    ...(lost > 0 ? [`${place}: ${lost} of its cases is no longer taken`] : []),
    ...(strange > 0 ? [`${place}: ${strange} of its cases is new to its readers`] : []),
    ...(isClosed && mayGrow(now) ? [`${place}: it may now have cases beyond its list`] : []),
  ]
}

/** Readers of a list of values or cases that may grow live with one that they do not know. */
function mayGrow({ schema }: Side): boolean {
  return record(schema)['x-extensible'] === true
}

/** Types and values. */
function kindBreaks(place: string, direction: Direction, was: Schema, is: Schema): string[] {
  const [wasTypes, isTypes] = [types(was), types(is)]
  const [wasValues, isValues] = [values(was), values(is)]
  const covers = (wide: string[], type: string) =>
    wide.length === 0 || wide.includes(type) || (type === 'integer' && wide.includes('number'))
  const narrower = wasTypes.length === 0 ? isTypes.length > 0 : wasTypes.some((type) => !covers(isTypes, type))
  const wider = isTypes.length === 0 ? wasTypes.length > 0 : isTypes.some((type) => !covers(wasTypes, type))
  const lost = isValues !== null && (wasValues === null || wasValues.some((value) => !isValues.includes(value)))
  const strange =
    was['x-extensible'] !== true &&
    wasValues !== null &&
    (isValues === null || is['x-extensible'] === true || isValues.some((value) => !wasValues.includes(value)))
  return [
    ...(takes(direction) && narrower ? [`${place}: its type was narrowed`] : []),
    ...(gives(direction) && wider ? [`${place}: its type was widened`] : []),
    ...(takes(direction) && lost ? [`${place}: a value is no longer taken`] : []),
    ...(gives(direction) && strange ? [`${place}: a value is new to its readers`] : []),
  ]
}

const lowest = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const highest = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']
/** Two values of these cannot be compared, so a change counts as both tighter and looser. */
const forms = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'not']

function boundBreaks(place: string, direction: Direction, was: Schema, is: Schema): string[] {
  const number = (schema: Schema, key: string, otherwise: number) => Number(schema[key] ?? otherwise)
  const changed = changedKeys(was, is).filter((key) => forms.includes(key))
  const tighter = [
    ...lowest.filter((key) => number(is, key, -Infinity) > number(was, key, -Infinity)),
    ...highest.filter((key) => number(is, key, Infinity) < number(was, key, Infinity)),
    ...changed.filter((key) => is[key] !== undefined),
  ]
  const looser = [
    ...lowest.filter((key) => number(is, key, -Infinity) < number(was, key, -Infinity)),
    ...highest.filter((key) => number(is, key, Infinity) > number(was, key, Infinity)),
    ...changed.filter((key) => was[key] !== undefined),
  ]
  return [
    ...(takes(direction) ? tighter.map((key) => `${place}: its ${key} was tightened`) : []),
    ...(gives(direction) ? looser.map((key) => `${place}: its ${key} was loosened`) : []),
  ]
}

function fieldBreaks(place: string, direction: Direction, before: Side, now: Side): string[] {
  const [was, is] = [fieldsOf(before), fieldsOf(now)]
  return [
    ...was.all.flatMap((name) =>
      is.all.includes(name)
        ? schemaBreaks(`${place}.${name}`, direction, part(before, 'properties', name), part(now, 'properties', name))
        : [`${place}.${name}: it was removed`],
    ),
    ...(takes(direction)
      ? is.required.filter((name) => !was.required.includes(name)).map((name) => `${place}.${name}: it is now required`)
      : []),
    ...(gives(direction)
      ? was.required
          .filter((name) => !is.required.includes(name) && is.all.includes(name))
          .map((name) => `${place}.${name}: it may now be missing`)
      : []),
  ]
}

function fieldsOf(side: Side): { all: string[]; required: string[] } {
  const { properties, required } = record(side.schema)
  return { all: Object.keys(record(properties)), required: names(required) }
}

/** The items of a list, and the fields without a name. Without a schema they may be anything. */
function innerBreaks(place: string, direction: Direction, before: Side, now: Side): string[] {
  const further = 'additionalProperties'
  const isClosed = part(now, further).schema === false
  const wasClosed = part(before, further).schema === false
  return [
    ...(takes(direction) && isClosed && !wasClosed ? [`${place}: further fields are no longer taken`] : []),
    ...(isClosed || wasClosed ? [] : partBreaks(`${place}.*`, direction, part(before, further), part(now, further))),
    ...partBreaks(`${place}[]`, direction, part(before, 'items'), part(now, 'items')),
  ]
}

function partBreaks(place: string, direction: Direction, before: Side, now: Side): string[] {
  const isSaid = before.schema !== undefined || now.schema !== undefined
  return isSaid ? schemaBreaks(place, direction, before, now) : []
}

const judgedByMeaning = [
  ...['type', 'enum', 'const', 'default', 'items', 'properties', 'required', 'additionalProperties', '$defs'],
  ...lowest,
  ...highest,
  ...forms,
]

/** A keyword that is not known here must stay unchanged: its meaning cannot be compared. */
function unknownBreaks(place: string, was: Schema, is: Schema): string[] {
  return changedKeys(was, is)
    .filter((key) => !judgedByMeaning.includes(key))
    .map((key) => `${place}: its ${key} was changed`)
}

function hasChoices(schema: Schema): boolean {
  return Array.isArray(schema['anyOf']) || Array.isArray(schema['oneOf'])
}

/** Each case, merged with the keywords that apply to all cases. */
function choices({ document, schema }: Side): Side[] {
  const kind = Array.isArray(record(schema)['anyOf']) ? 'anyOf' : 'oneOf'
  const { [kind]: cases, default: _, 'x-extensible': __, ...ofAll } = record(schema)
  if (!Array.isArray(cases)) return [{ document, schema: ofAll }]
  return cases.map((one) => ({ document, schema: { allOf: [ofAll, one] } }))
}

function types(schema: Schema): string[] {
  const type = schema['type']
  return (Array.isArray(type) ? type : [type]).filter((one) => typeof one === 'string')
}

function takes(direction: Direction): boolean {
  return direction !== 'output'
}

function gives(direction: Direction): boolean {
  return direction !== 'input'
}
