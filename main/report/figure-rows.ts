import type { Figure } from '../../shared/report/document.ts'
import type { Cell, Column } from '../../shared/rows.ts'

/** A figure's columns and rows as they are read in a table: the buckets of a picture are times there, not numbers. */
export function figureTable(figure: Figure): {
  readonly columns: readonly Column[]
  pages(): AsyncIterable<readonly (readonly Cell[])[]>
} {
  const { show, columns } = figure
  const at = columns.findIndex(({ name }) => name === 'bucket')
  if ((show.kind !== 'time' && show.kind !== 'lanes') || at < 0) return { columns, pages: () => figure.pages() }
  const begun = (bucket: Cell | undefined) => new Date(show.start + Number(bucket) * show.width).toISOString()
  async function* pages() {
    for await (const rows of figure.pages()) {
      yield rows.map((row) => row.map((cell, place) => (place === at ? begun(cell) : cell)))
    }
  }
  return {
    columns: columns.map((column, place) => (place === at ? { name: 'from', type: 'TIMESTAMP' } : column)),
    pages,
  }
}
