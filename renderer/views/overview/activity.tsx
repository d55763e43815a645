import { useMemo, useState } from 'react'
import type { Histogram as Counts } from '../../../shared/answers.ts'
import { useAsk } from '../../ask.ts'
import { Histogram } from '../../parts/histogram/histogram.tsx'
import { noOutcome, outcomeOrder } from '../../parts/histogram/outcomes.ts'
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

function byOutcome(data: Counts) {
  const order: readonly string[] = outcomeOrder
  return data.series
    .toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value))
    .map(({ value, counts }) => ({
      value,
      label: value === 'none' ? noOutcome : value,
      counts,
      color: value === 'none' ? '--series-other' : `--outcome-${value}`,
    }))
}
