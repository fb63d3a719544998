// Tables of figures, as text for a terminal and as Markdown for docs/scale.md. Pure.
import type { Verdict } from './figures.ts'

export type Table = { title: string; columns: readonly string[]; rows: readonly (readonly string[])[] }

/** The first column is a name and stands left; figures stand right. */
export function textTable({ title, columns, rows }: Table): string {
  const widths = widthsOf([columns, ...rows])
  const line = (cells: readonly string[]) => cells.map((cell, index) => padded(cell, widths, index)).join('  ')
  return [`── ${title} ──`, line(columns), ...rows.map(line)].map((text) => text.trimEnd()).join('\n')
}

export function markdownTable({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'))
  return [`**${title}**`, '', line(columns), line(rule), ...rows.map(line)].join('\n')
}

export function verdictLine({ kind, what, kept, figure }: Verdict): string {
  return `${kept ? 'PASS' : 'FAIL'}  ${kind.padEnd(7)}  ${what}: ${figure}`
}

export function verdictTable(verdicts: readonly Verdict[]): Table {
  const rows = verdicts.map(({ kind, what, kept, figure }) => [what, kind, figure, kept ? 'PASS' : 'FAIL'])
  return { title: 'Targets and promises', columns: ['what', 'kind', 'measured', 'verdict'], rows }
}

function padded(cell: string, widths: readonly number[], index: number): string {
  const width = widths[index] ?? 0
  return index === 0 ? cell.padEnd(width) : cell.padStart(width)
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(...rows.map((row) => row.length))
  return Array.from({ length: count }, (_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)))
}
