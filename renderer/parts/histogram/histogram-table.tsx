import { memo } from 'react'
import type { Series } from '../../../shared/chart/stack.ts'
import { rangeLabel } from '../../../shared/chart/ticks.ts'

interface HistogramTableProps {
  readonly label: string
  readonly start: number
  readonly width: number
  readonly series: readonly Series[]
  readonly utc: boolean
}

/** The bars as a table, not seen but read aloud; buckets that count nothing are left out. */
export const HistogramTable = memo(({ label, start, width, series, utc }: HistogramTableProps) => {
  const buckets = (series[0]?.counts ?? []).map((_, at) => at)
  const full = buckets.filter((at) => series.some((each) => (each.counts[at] ?? 0) > 0))
  return (
    <table className="for-readers">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          {series.map((each) => (
            <th key={each.value} scope="col">
              {each.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {full.map((at) => (
          <tr key={at}>
            <th scope="row">{rangeLabel({ from: start + at * width, to: start + (at + 1) * width }, utc)}</th>
            {series.map((each) => (
              <td key={each.value}>{each.counts[at]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
})
HistogramTable.displayName = 'HistogramTable'
