import { Callout } from '@blueprintjs/core'
import { useCallback, useMemo, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { Cell, SqlResult } from '../../../shared/rows.ts'
import { count, duration, many, sentence, time, visible } from '../../format.ts'
import { fitWidth, type GridOrder } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty, Loading } from '../../parts/states/states.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { cancelSql, useSql } from '../../state/sql.ts'
import { errorExcerpt, errorSentence } from './error-place.ts'
import { RowDetail } from './row-detail.tsx'
import { type Row, sortRows, widestUsual, widthOf } from './table.ts'

/** What the query came to: rows, or the sentence that says why not. */
export function Result() {
  const { running, result, problem } = useSql()
  if (problem !== null) {
    if (problem.code === 'cancelled') return <Empty icon="disable" title="Cancelled" />
    const excerpt = errorExcerpt(problem.message)
    return (
      <div className="sql-problem" role="alert">
        <Callout
          intent={problem.code === 'refused' ? 'warning' : 'danger'}
          icon={problem.code === 'refused' ? 'lock' : 'error'}
        >
          {sentence(errorSentence(problem.message))}
          {excerpt !== null && <pre className="sql-excerpt">{excerpt.split('\n').map(visible).join('\n')}</pre>}
        </Callout>
      </div>
    )
  }
  if (running !== null && result === null) return <Loading what="Running" onCancel={cancelSql} />
  if (result === null) {
    return (
      <Empty icon="console" title="Ask the case in SQL">
        Every event is one row of the table event. A query can only read; nothing it does changes the case.
      </Empty>
    )
  }
  return <Rows result={result} stale={running !== null} />
}

let results = 0

function Rows({ result, stale }: { readonly result: SqlResult; readonly stale: boolean }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const [order, setOrder] = useState<GridOrder | null>(null)
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({})
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const [open, setOpen] = useState<Row | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another result is another question for the grid
  const number = useMemo(() => ++results, [result])
  const rows = useMemo(() => sortRows(result, order), [result, order])
  const load = useCallback(async (offset: number, limit: number) => rows.slice(offset, offset + limit), [rows])
  useShortcuts('SQL', [{ keys: 'esc', does: 'Close the row', run: () => setOpen(null), when: open !== null }])

  // Two columns of a result may have the same name; their place tells them apart.
  const columns = result.columns.map(({ name, type }, at) => ({
    id: String(at),
    title: visible(name),
    hint: type,
    sortable: true,
    width: widths[at] ?? widthOf(result, at, utc),
    grows: widths[at] === undefined && widthOf(result, at, utc) >= widestUsual,
    ...(isNumber(type) ? { align: 'right' as const } : {}),
  }))
  return (
    <div className={stale ? 'sql-result sql-stale' : 'sql-result'}>
      <p className="sql-status" role="status">
        <b>{many(result.rows.length, 'row')}</b> <span className="quiet">in {duration(result.milliseconds)}</span>
        {result.truncated !== null && <span className="chip chip-warn">{result.truncated}</span>}
      </p>
      {result.rows.length === 0 ? (
        <Empty icon="th" title="No rows">
          The query ran and nothing fits it. Its columns:{' '}
          {result.columns.map((column) => visible(column.name)).join(', ')}.
        </Empty>
      ) : (
        <Group orientation="horizontal" className="sql-rows">
          <Panel minSize="30%">
            <Grid<Row>
              label="Result"
              columns={columns}
              count={rows.length}
              token={`${number} ${order?.column} ${order?.descending}`}
              load={load}
              text={(row, column) =>
                shown(row[Number(column)] ?? null, result.columns[Number(column)]?.type ?? '', utc)
              }
              cellClass={(row, column) => (row[Number(column)] === null ? 'sql-null' : undefined)}
              order={order}
              cursor={cursor}
              onCursor={setCursor}
              onOpen={setOpen}
              onRow={(row) => setOpen((now) => (now === null ? now : row))}
              onHeader={{
                sort: (column) =>
                  setOrder((now) =>
                    now?.column === column
                      ? now.descending
                        ? { column, descending: false }
                        : null
                      : { column, descending: true },
                  ),
                resize: (column, width) => setWidths((all) => ({ ...all, [column]: fitWidth(width) })),
                move: () => {},
              }}
            />
          </Panel>
          {open !== null && (
            <>
              <Separator className="separator" />
              <Panel defaultSize="34%" minSize="220px">
                <RowDetail columns={result.columns} row={open} onClose={() => setOpen(null)} />
              </Panel>
            </>
          )}
        </Group>
      )}
    </div>
  )
}

function shown(value: Cell, type: string, utc: boolean): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (/^TIMESTAMP/.test(type)) return time(String(value), utc)
  if (isNumber(type) && /^-?\d{1,15}$/.test(String(value))) return count(Number(value))
  return visible(String(value))
}

function isNumber(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL)/.test(type)
}
