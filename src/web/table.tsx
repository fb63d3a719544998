// A responsive table: on a small screen each row becomes a block, and each cell shows its column's name.
import type { Child } from 'hono/jsx'
import { useTexts } from './reader.ts'
import { texts } from './texts.ts'

export type Column = { text: string; number?: boolean }

type Row = readonly Child[]

type Props = { columns: readonly Column[]; rows: readonly Row[]; total?: Child }

/** Each row has one cell per column. The total is below the last column. */
export function Table({ columns, rows, total }: Props) {
  const t = useTexts(texts)
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ text, number }) => (
            <th scope="col" class={number ? 'number' : undefined}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Cells columns={columns} row={row} />
        ))}
      </tbody>
      {total !== undefined && (
        <tfoot>
          <tr>
            <th scope="row" colspan={columns.length - 1}>
              {t.total}
            </th>
            <td class="number">{total}</td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}

function Cells({ columns, row }: { columns: readonly Column[]; row: Row }) {
  return (
    <tr>
      {columns.map(({ text, number }, index) => (
        <td data-label={text} class={number ? 'number' : undefined}>
          {row[index]}
        </td>
      ))}
    </tr>
  )
}
