import { type KeyboardEvent, useId, useState } from 'react'
import './heat-map.css'

export interface HeatMap {
  readonly rows: readonly { readonly id: string; readonly label: string }[]
  /** `short` stands above it, `group` above all that stand together: the month of days. */
  readonly columns: readonly {
    readonly id: string
    readonly label: string
    readonly short: string
    readonly group: string
  }[]
  cell(row: string, column: string): HeatCell
}

export interface HeatCell {
  /** All that there is to say: read out, and shown below the map. */
  readonly text: string
  readonly tone: 'there' | 'new' | 'bad' | 'none'
  /** How much there is: the most is the strongest colour. */
  readonly weight: number
}

/**
 * Rows × columns of coloured fields. One field has the focus and is walked with the arrow keys; what it is stands in
 * words below, and every field says it by itself to those who hear the page.
 */
export function HeatMapGrid({ map, label }: { readonly map: HeatMap; readonly label: string }) {
  const id = useId()
  const [at, setAt] = useState({ row: 0, column: 0 })
  const [all, setAll] = useState(false)
  const rows = all ? map.rows : map.rows.slice(0, fewRows)
  const cells = rows.map((row) => map.columns.map((column) => map.cell(row.id, column.id)))
  const most = Math.max(1, ...cells.flat().map(({ weight }) => weight))
  const column = Math.min(at.column, map.columns.length - 1)
  const row = Math.min(at.row, rows.length - 1)
  const press = (event: KeyboardEvent) => {
    const to = moved(event.key, event.ctrlKey, { row, column }, rows.length - 1, map.columns.length - 1)
    if (to === null) return
    event.preventDefault()
    setAt(to)
    document.getElementById(`${id}-${to.row}-${to.column}`)?.focus()
  }
  const chosen = cells[row]?.[column]
  return (
    <div className="heat">
      <div className="heat-scroll">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that is walked with the arrow keys */}
        <table role="grid" aria-label={label} className="heat-table" onKeyDown={press}>
          <thead>
            <tr>
              <td />
              {groupsOf(map.columns).map(({ group, span, from }) => (
                <th key={from} scope="colgroup" colSpan={span}>
                  {group}
                </th>
              ))}
            </tr>
            <tr>
              <td />
              {map.columns.map(({ id: key, label: name, short }) => (
                <th key={key} scope="col" abbr={name} title={name}>
                  {short}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((line, y) => (
              <tr key={line.id}>
                <th scope="row">{line.label}</th>
                {map.columns.map((head, x) => {
                  const cell = cells[y]?.[x] ?? nothing
                  const level = cell.tone === 'none' ? 0 : 1 + Math.round(3 * Math.sqrt(cell.weight / most))
                  return (
                    <td
                      key={head.id}
                      id={`${id}-${y}-${x}`}
                      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of that grid
                      role="gridcell"
                      tabIndex={y === row && x === column ? 0 : -1}
                      className={`heat-cell heat-${cell.tone} heat-level-${level}`}
                      aria-label={`${line.label}, ${head.label}: ${cell.text}`}
                      title={`${line.label}, ${head.label}: ${cell.text}`}
                      onFocus={() => setAt({ row: y, column: x })}
                      onMouseEnter={() => setAt({ row: y, column: x })}
                    />
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="heat-said">
        <b>
          {rows[row]?.label}, {map.columns[column]?.label}
        </b>{' '}
        {chosen?.text}
      </p>
      {map.rows.length > fewRows && (
        <button type="button" className="door" onClick={() => setAll(!all)}>
          {all ? `Show the first ${fewRows}` : `Show all ${map.rows.length.toLocaleString('en-US')} rows`}
        </button>
      )}
    </div>
  )
}

function groupsOf(columns: HeatMap['columns']) {
  const groups: { group: string; span: number; from: string }[] = []
  for (const { id, group } of columns) {
    const last = groups.at(-1)
    if (last?.group === group) last.span++
    else groups.push({ group, span: 1, from: id })
  }
  return groups
}

const fewRows = 40
const nothing: HeatCell = { text: 'nothing', tone: 'none', weight: 0 }

function moved(
  key: string,
  ctrl: boolean,
  { row, column }: { readonly row: number; readonly column: number },
  lastRow: number,
  lastColumn: number,
): { readonly row: number; readonly column: number } | null {
  const within = (value: number, last: number) => Math.max(0, Math.min(last, value))
  switch (key) {
    case 'ArrowUp':
      return { row: within(row - 1, lastRow), column }
    case 'ArrowDown':
      return { row: within(row + 1, lastRow), column }
    case 'ArrowLeft':
      return { row, column: within(column - 1, lastColumn) }
    case 'ArrowRight':
      return { row, column: within(column + 1, lastColumn) }
    case 'Home':
      return { row: ctrl ? 0 : row, column: 0 }
    case 'End':
      return { row: ctrl ? lastRow : row, column: lastColumn }
    default:
      return null
  }
}
