// What a client of the API (OpenAPI 3.1) can no longer do.
import { isSchema, list, record, type Schema } from './documents.ts'
import { schemaBreaks } from './schema-breaks.ts'

export function apiBreaks(was: Schema, is: Schema): string[] {
  return Object.entries(record(was['paths'])).flatMap(([path, methods]) =>
    Object.entries(record(methods)).flatMap(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`
      const today = record(record(is['paths'])[path])[method]
      if (!isSchema(today)) return [`${name}: it is gone`]
      return operationBreaks(name, was, record(operation), is, today)
    }),
  )
}

function operationBreaks(name: string, before: Schema, was: Schema, now: Schema, is: Schema): string[] {
  const bodyWas = record(was['requestBody'])
  const bodyIs = record(is['requestBody'])
  return [
    ...(was['operationId'] === is['operationId'] ? [] : [`${name}: its operationId was changed`]),
    ...(list(was['security']).length === 0 && list(is['security']).length > 0
      ? [`${name}: it now asks for a token`]
      : []),
    ...parameterBreaks(name, before, parameters(was), now, parameters(is)),
    ...(bodyIs['required'] === true && bodyWas['required'] !== true ? [`${name}: a body is now required`] : []),
    ...contentBreaks(`${name} body`, 'input', before, bodyWas, now, bodyIs),
    ...Object.entries(record(was['responses'])).flatMap(([status, response]) => {
      const today = record(is['responses'])[status]
      // A refusal that no longer happens is missed by nobody.
      if (today === undefined) return status < '400' ? [`${name} ${status}: this answer is gone`] : []
      return [
        ...Object.keys(record(record(response)['headers']))
          .filter((header) => record(record(today)['headers'])[header] === undefined)
          .map((header) => `${name} ${status}: the header ${header} is gone`),
        ...contentBreaks(`${name} ${status}`, 'output', before, record(response), now, record(today)),
      ]
    }),
    ...Object.keys(record(is['responses']))
      .filter((status) => status < '400' && record(was['responses'])[status] === undefined)
      .map((status) => `${name} ${status}: this answer is new to its readers`),
  ]
}

function parameterBreaks(name: string, before: Schema, was: Schema[], now: Schema, is: Schema[]): string[] {
  const same = (a: Schema) => (b: Schema) => a['name'] === b['name'] && a['in'] === b['in']
  return [
    ...was.flatMap((one) => {
      const place = `${name} ${one['in']} ${one['name']}`
      const today = is.find(same(one))
      if (today === undefined) return [`${place}: it was removed`]
      return [
        ...(today['required'] === true && one['required'] !== true ? [`${place}: it is now required`] : []),
        ...schemaBreaks(
          place,
          'input',
          { document: before, schema: one['schema'] },
          { document: now, schema: today['schema'] },
        ),
      ]
    }),
    ...is
      .filter((one) => one['required'] === true && !was.some(same(one)))
      .map((one) => `${name} ${one['in']} ${one['name']}: it is now required`),
  ]
}

function contentBreaks(
  place: string,
  direction: 'input' | 'output',
  before: Schema,
  was: Schema,
  now: Schema,
  is: Schema,
): string[] {
  return Object.entries(record(was['content'])).flatMap(([type, media]) => {
    const today = record(is['content'])[type]
    if (today === undefined) return [`${place}: ${type} is gone`]
    return schemaBreaks(
      place,
      direction,
      { document: before, schema: record(media)['schema'] },
      { document: now, schema: record(today)['schema'] },
    )
  })
}

function parameters(operation: Schema): Schema[] {
  return list(operation['parameters']).map(record)
}
