import { Button } from '@blueprintjs/core'
import type { Column } from '../../../shared/rows.ts'
import { visible } from '../../format.ts'
import type { Row } from './table.ts'

/** One row of a result, every value whole. */
export function RowDetail({
  columns,
  row,
  onClose,
}: {
  readonly columns: readonly Column[]
  readonly row: Row
  readonly onClose: () => void
}) {
  return (
    <aside className="sql-detail" aria-label="Row">
      <header>
        <h2>Row</h2>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the row" onClick={onClose} />
      </header>
      <dl>
        {columns.map((column, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns may share a name, and never move
          <div key={at}>
            <dt>
              {visible(column.name)} <span className="quiet">{column.type.toLowerCase()}</span>
            </dt>
            <dd>
              {row[at] === null || row[at] === undefined ? (
                <span className="quiet">null</span>
              ) : (
                <pre>{whole(String(row[at]), column.type)}</pre>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </aside>
  )
}

/** JSON on its own lines; line breaks of other text are part of it and shown as such. */
function whole(text: string, type: string): string {
  if (type !== 'JSON') return visible(text)
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
      .split('\n')
      .map((line) => visible(line))
      .join('\n')
  } catch {
    return visible(text)
  }
}
