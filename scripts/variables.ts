// The variables and secrets of every Worker, by its short name: checked before the shop starts or is deployed, and
// written as the table of docs/operations.md.

import { orderConfig } from '../src/actor/config.ts'
import { analyticsConfig } from '../src/analytics/config.ts'
import { deliveryConfig } from '../src/delivery/config.ts'
import { gatewayConfig } from '../src/gateway/config.ts'
import { identityConfig } from '../src/identity/config.ts'
import { messageConfig } from '../src/message/config.ts'
import { myPageConfig } from '../src/mypage/config.ts'
import { operationsConfig } from '../src/operations/config.ts'
import { orderManagementConfig } from '../src/ordermanagement/config.ts'
import { paymentConfig } from '../src/payment/config.ts'
import { configFaults, type Schema, type Variable } from '../src/platform/config.ts'
import { inRegion, regionsIn, sharedName } from '../src/platform/region.ts'
import { sandboxConfig } from '../src/sandbox/config.ts'

export const schemas: Readonly<Record<string, Schema>> = {
  gateway: gatewayConfig,
  identity: identityConfig,
  order: orderConfig,
  payment: paymentConfig,
  ordermanagement: orderManagementConfig,
  delivery: deliveryConfig,
  message: messageConfig,
  mypage: myPageConfig,
  analytics: analyticsConfig,
  operations: operationsConfig,
  sandbox: sandboxConfig,
}

type Given = { name: string; vars: Readonly<Record<string, unknown>> }

/** What is wrong with what a Worker is given, each in one line. `secrets`: those that are not looked at. */
export function variableFaults({ name, vars }: Given, secrets: 'set' | 'unknown'): string[] {
  const known = schemas[name.replace('homeappliance-', '')] ?? { variables: {} }
  const texts = Object.entries(vars).flatMap(([variable, value]) =>
    typeof value === 'string' ? [[variable, value]] : [],
  )
  const unknown = texts.flatMap(([variable = '']) =>
    sharedName(variable) in known.variables ? [] : [`${variable} is not known, and nothing reads it`],
  )
  const looked = secrets === 'set' ? known : withoutSecrets(known)
  const given = Object.fromEntries(texts)
  const faults = regionsIn(given).flatMap((region) => configFaults(looked, inRegion(given, region)))
  return [...new Set([...unknown, ...faults])].map((fault) => `${name}: ${fault}`)
}

/** The secrets without which the Worker cannot run. */
export function requiredSecrets(name: string): string[] {
  const { variables } = schemas[name.replace('homeappliance-', '')] ?? { variables: {} }
  return Object.entries(variables).flatMap(([variable, { isSecret, isRequired }]) =>
    isSecret && isRequired ? [variable] : [],
  )
}

/** A secret is not read where it is not known; what must be true of it together with others neither. */
function withoutSecrets({ variables }: Schema): Schema {
  return { variables: Object.fromEntries(Object.entries(variables).filter(([, { isSecret }]) => !isSecret)) }
}

export const tableStart = '<!-- The table is written by `npm run contract -- --write`. -->'
export const tableEnd = '<!-- The end of the table. -->'

/** The document with its table as the schemas have it. */
export function withTable(document: string): string {
  const [from, to] = [document.indexOf(tableStart), document.indexOf(tableEnd)]
  if (from < 0 || to < from) throw new Error('the document has no place for the table of variables')
  return `${document.slice(0, from + tableStart.length)}\n\n${table()}\n\n${document.slice(to)}`
}

function table(): string {
  const head = ['variable', 'Worker', 'default', 'unit', 'meaning']
  const rows = Object.entries(schemas).flatMap(([worker, { variables }]) =>
    Object.entries(variables).map(([name, variable]) => [
      `\`${name}\``,
      worker,
      defaultOf(variable),
      variable.unit,
      variable.meaning,
    ]),
  )
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join(' | ')} |`
  return [line(head), line(widths.map((count) => '-'.repeat(count))), ...rows.map(line)].join('\n')
}

const width = (text: string) => [...text].length

function defaultOf({ isSecret, isRequired, default: byDefault }: Variable<unknown>): string {
  if (isSecret) return isRequired ? 'secret, needed' : 'secret'
  return byDefault === null || byDefault === '' ? 'unset' : `\`${byDefault}\``
}
