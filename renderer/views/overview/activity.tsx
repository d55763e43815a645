import { useMemo, useState } from 'react'
import type { Histogram as Counts } from '../../../shared/answers.ts'
import { useAsk } from '../../ask.ts'
import { Histogram } from '../../parts/histogram/histogram.tsx'
import { Failure } from '../../parts/states/states.tsx'
import { everything, useFilter } from '../../state/filter.ts'
import { go } from '../../state/place.ts'
import { usePrefs } from '../../state/prefs.ts'

/** All events over time by outcome. A drag over it opens the timeline there. */
export function Activity() {
  const [buckets, setBuckets] = useState(200)
  const utc = usePrefs((prefs) => prefs.utc)
  const { data, error, refetch } = useAsk('histogram', { filter: everything, by: 'outcome', buckets })
  const series = useMemo(() => (data === undefined ? [] : byOutcome(data)), [data])
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  const bars = data?.series[0]?.counts.length ?? 0
  if (data !== undefined && bars === 0) return null
  const whole = { from: data?.start ?? 0, to: (data?.start ?? 0) + bars * (data?.width ?? 1) }
  return (
    <section className="panel activity" aria-label="Activity">
      {data !== undefined && (
        <Histogram
          label="Events over time"
          start={data.start}
          width={data.width}
          series={series}
          range={whole}
          limits={whole}
          marker={null}
          utc={utc}
          onRoom={setBuckets}
          onRange={(range) => {
            if (range === null) return
            useFilter
              .getState()
              .set({ search: '', from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() })
            go('timeline')
          }}
          onPick={(value, without) => {
            useFilter.getState().set(everything)
            useFilter.getState().add('outcome', value === 'none' ? null : value, without)
            go('timeline')
          }}
        >
          <h2>Activity</h2>
        </Histogram>
      )}
    </section>
  )
}

/** Success at the bottom, what was refused on top of it where it shows. */
const order = ['success', 'failed', 'denied']

function byOutcome(data: Counts) {
  const rank = (value: string) => (order.indexOf(value) + order.length + 1) % (order.length + 1)
  return data.series
    .toSorted((a, b) => rank(a.value) - rank(b.value))
    .map(({ value, counts }) => ({
      value,
      label: value,
      counts,
      color: order.includes(value) ? `--outcome-${value}` : '--series-other',
    }))
}
