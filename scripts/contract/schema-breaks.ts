// Whether a JSON Schema (2020-12, as ours are) still keeps what it promised, judged by who reads and who writes.
import { isSchema, names, plain, record, type Schema, type Side, values } from './documents.ts'

/**
 * `input`: others write it and we read it, so what was taken must still be taken. `output`: we write it and others read
 * it, so nothing may be missing or new in kind. `both`: it is kept, and read by releases before and after.
 */
export type Direction = 'input' | 'output' | 'both'

/** What is broken, as sentences with the place. */
export function schemaBreaks(place: string, direction: Direction, before: Side, now: Side): string[] {
  const [was, is] = [plain(before), plain(now)]
  const [wasChoices, isChoices] = [choices(was), choices(is)]
  if (wasChoices.length > 1 || isChoices.length > 1) {
    return choiceBreaks(place, direction, sides(before, wasChoices), sides(now, isChoices))
  }
  return [
    ...kindBreaks(place, direction, was, is),
    ...boundBreaks(place, direction, was, is),
    ...fieldBreaks(place, direction, before, was, now, is),
    ...(was['items'] === undefined || is['items'] === undefined
      ? []
      : schemaBreaks(`${place}[]`, direction, { ...before, schema: was['items'] }, { ...now, schema: is['items'] })),
  ]
}

function sides(side: Side, schemas: readonly unknown[]): Side[] {
  return schemas.map((schema) => ({ ...side, schema }))
}

/** Every case that one side can meet must be one that the other side knows. */
function choiceBreaks(place: string, direction: Direction, before: Side[], now: Side[]): string[] {
  const unmet = (met: Side[], fits: (one: Side) => boolean) => met.filter((one) => !fits(one)).length
  const isKept = (a: Side, b: Side) => schemaBreaks(place, direction, a, b).length === 0
  const lost = takes(direction) ? unmet(before, (one) => now.some((other) => isKept(one, other))) : 0
  const strange = gives(direction) ? unmet(now, (one) => before.some((other) => isKept(other, one))) : 0
  return [
    ...(lost > 0 ? [`${place}: ${lost} of its cases is no longer taken`] : []),
    ...(strange > 0 ? [`${place}: ${strange} of its cases is new to its readers`] : []),
  ]
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
    is['x-extensible'] !== true &&
    wasValues !== null &&
    (isValues === null || isValues.some((value) => !wasValues.includes(value)))
  return [
    ...(takes(direction) && narrower ? [`${place}: its type was narrowed`] : []),
    ...(gives(direction) && wider ? [`${place}: its type was widened`] : []),
    ...(takes(direction) && lost ? [`${place}: a value is no longer taken`] : []),
    ...(gives(direction) && strange ? [`${place}: a value is new to its readers`] : []),
  ]
}

const lowest = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems']
const highest = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems']
const forms = ['pattern', 'format']

function boundBreaks(place: string, direction: Direction, was: Schema, is: Schema): string[] {
  const number = (schema: Schema, key: string, otherwise: number) => Number(schema[key] ?? otherwise)
  const tighter = [
    ...lowest.filter((key) => number(is, key, -Infinity) > number(was, key, -Infinity)),
    ...highest.filter((key) => number(is, key, Infinity) < number(was, key, Infinity)),
    // Two patterns cannot be compared, so that a change of one is taken for both.
    ...forms.filter((key) => is[key] !== undefined && is[key] !== was[key]),
  ]
  const looser = [
    ...lowest.filter((key) => number(is, key, -Infinity) < number(was, key, -Infinity)),
    ...highest.filter((key) => number(is, key, Infinity) > number(was, key, Infinity)),
    ...forms.filter((key) => was[key] !== undefined && is[key] !== was[key]),
  ]
  return [
    ...(takes(direction) ? tighter.map((key) => `${place}: its ${key} was tightened`) : []),
    ...(gives(direction) ? looser.map((key) => `${place}: its ${key} was loosened`) : []),
  ]
}

function fieldBreaks(place: string, direction: Direction, before: Side, was: Schema, now: Side, is: Schema): string[] {
  const [wasFields, isFields] = [record(was['properties']), record(is['properties'])]
  const [wasRequired, isRequired] = [names(was['required']), names(is['required'])]
  const closed = is['additionalProperties'] === false && was['additionalProperties'] !== false
  return [
    ...Object.keys(wasFields)
      .filter((name) => isFields[name] === undefined)
      .map((name) => `${place}.${name}: it was removed`),
    ...Object.keys(wasFields).flatMap((name) =>
      isFields[name] === undefined
        ? []
        : schemaBreaks(
            `${place}.${name}`,
            direction,
            { ...before, schema: wasFields[name] },
            { ...now, schema: isFields[name] },
          ),
    ),
    ...(takes(direction)
      ? isRequired.filter((name) => !wasRequired.includes(name)).map((name) => `${place}.${name}: it is now required`)
      : []),
    ...(gives(direction)
      ? wasRequired
          .filter((name) => !isRequired.includes(name) && isFields[name] !== undefined)
          .map((name) => `${place}.${name}: it may now be missing`)
      : []),
    ...(takes(direction) && closed ? [`${place}: further fields are no longer taken`] : []),
    ...(isSchema(was['additionalProperties']) && isSchema(is['additionalProperties'])
      ? schemaBreaks(
          `${place}.*`,
          direction,
          { ...before, schema: was['additionalProperties'] },
          { ...now, schema: is['additionalProperties'] },
        )
      : []),
  ]
}

function choices(schema: Schema): readonly unknown[] {
  const found = schema['anyOf'] ?? schema['oneOf']
  return Array.isArray(found) ? found : [schema]
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
