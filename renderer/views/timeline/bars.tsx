import { HTMLSelect } from '@blueprintjs/core'
import { useCallback, useMemo, useState } from 'react'
import type { Histogram as Counts } from '../../../shared/answers.ts'
import { totals } from '../../../shared/chart/stack.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { ManualRow } from '../../../shared/mark.ts'
import { useAsk } from '../../ask.ts'
import { many, visible } from '../../format.ts'
import { iso } from '../../moment.ts'
import { Histogram } from '../../parts/histogram/histogram.tsx'
import { noOutcome, outcomeOrder } from '../../parts/histogram/outcomes.ts'
import type { Range } from '../../parts/histogram/range.ts'
import { everything, useFilter } from '../../state/filter.ts'
import { type Prefs, usePrefs } from '../../state/prefs.ts'
import { useTimeline } from './state.ts'

/** When the events of the filter happened. */
export function Bars({ filter, manual }: { readonly filter: Filter; readonly manual: readonly ManualRow[] }) {
  const { stackBy, utc, set } = usePrefs()
  const [room, setRoom] = useState(240)
  const { data } = useAsk('histogram', { filter, by: stackBy, buckets: room })
  const whole = useAsk('histogram', { filter: everything, by: 'outcome', buckets: 400 })
  const hits = useThose(filter, ofRules, data, room)
  const marked = useMarked(filter, manual, data, room)
  const chosen = useTimeline((state) => state.chosen?.cells.time ?? null)
  const { setRange, add } = useFilter()

  const series = useMemo(() => (data ? seriesOf(data, stackBy) : []), [data, stackBy])
  const limits = whole.data ? extent(whole.data) : null
  const range = data ? rangeOf(filter, data, limits) : null
  const onRange = useCallback(
    (to: Range | null) => (to ? setRange(iso(to.from), iso(to.to)) : setRange(null, null)),
    [setRange],
  )
  return (
    <div className="timeline-bars">
      <Histogram
        label="Events over time"
        start={data?.start ?? 0}
        width={data?.width || 1}
        series={series}
        range={range ?? { from: 0, to: 1 }}
        limits={limits ?? range ?? { from: 0, to: 1 }}
        marker={chosen === null || series.length === 0 ? null : Date.parse(String(chosen))}
        marks={useMemo(() => [hits, marked].filter((lane) => lane !== null), [hits, marked])}
        utc={utc}
        onRange={onRange}
        onPick={(value, without) => {
          if (value !== 'other') add(stackBy, value === 'none' ? null : value, without)
        }}
        onRoom={setRoom}
      >
        <span className="timeline-stack">
          <HTMLSelect
            aria-label="Stack by"
            minimal
            value={stackBy}
            onChange={(event) => set({ stackBy: event.currentTarget.value as Prefs['stackBy'] })}
            options={[
              { value: 'outcome', label: 'by outcome' },
              { value: 'service', label: 'by service' },
              { value: 'severity', label: 'by severity' },
            ]}
          />
        </span>
        {hits !== null && (
          <button
            type="button"
            className="door timeline-hits"
            title="Only these: events of findings of medium severity and above. They are the marks along the top."
            onClick={() => useFilter.getState().setSearch(withTerm(useFilter.getState().filter.search, ofRules.term))}
          >
            {many(hits.events, 'hit')} of rules
          </button>
        )}
        {data !== undefined && data.untimed > 0 && (
          <button type="button" className="door" onClick={() => add('time', null, false)}>
            {many(data.untimed, 'event')} without a time
          </button>
        )}
      </Histogram>
    </div>
  )
}

/** Events to point out along the top. */
interface Those {
  readonly term: string
  readonly color: string
}
/** Hits of rules of medium severity and above. */
const ofRules: Those = { term: 'level:(critical OR high OR medium)', color: '--severity-critical' }
const ofPeople: Those = { term: '(starred:true OR tag:(bad OR suspicious) OR comment:*)', color: '--accent' }

/** Where events are that people starred, commented or tagged as bad or suspicious, and where manual events are. */
function useMarked(filter: Filter, manual: readonly ManualRow[], shown: Counts | undefined, buckets: number) {
  const marked = useThose(filter, ofPeople, shown, buckets)
  return useMemo(() => {
    const of = marked ?? shown
    const room = marked?.counts.length ?? shown?.series[0]?.counts.length ?? 0
    if (!of || of.width === 0 || (marked === null && manual.length === 0)) return null
    const counts = [...(marked?.counts ?? new Array<number>(room).fill(0))]
    for (const { time } of manual) {
      const at = Math.floor((Date.parse(time) - of.start) / of.width)
      if (at >= 0 && at < room) counts[at] = (counts[at] ?? 0) + 1
    }
    return { color: ofPeople.color, start: of.start, width: of.width, counts }
  }, [marked, manual, shown])
}

/** Where the filter's events are of some kind; null when none is, and while nobody knows. */
function useThose(filter: Filter, { term, color }: Those, shown: Counts | undefined, buckets: number) {
  const from = shown?.start ?? 0
  const to = from + (shown?.width ?? 0) * (shown?.series[0]?.counts.length ?? 0)
  // Where the case has none, as most have at first, a search for words need not be done once more to find none.
  const all = useAsk('count', { filter: { ...everything, search: term } })
  const { data } = useAsk(
    'histogram',
    { filter: { search: withTerm(filter.search, term), from: iso(from), to: iso(to) }, by: 'outcome', buckets },
    { enabled: to > from && (all.data?.events ?? 0) > 0 },
  )
  return useMemo(() => {
    if (data === undefined || to <= from) return null
    const counts = totals(data.series, data.series[0]?.counts.length ?? 0)
    const events = counts.reduce((sum, each) => sum + each, 0)
    return events === 0 ? null : { color, start: data.start, width: data.width, counts, events }
  }, [data, from, to, color])
}

function withTerm(search: string, term: string): string {
  return search === '' ? term : search.includes(term) ? search : `(${search}) ${term}`
}

function extent({ start, width, series }: Counts): Range | null {
  const buckets = series[0]?.counts.length ?? 0
  return width > 0 ? { from: start, to: start + width * Math.max(1, buckets) } : null
}

/** What the axis spans: the range of the filter; where it is open, what there is. */
function rangeOf(filter: Filter, data: Counts, limits: Range | null): Range | null {
  const found = extent(data) ?? limits
  if (!found) return null
  // A minute at least: one moment across the whole width would tell nothing.
  const room = Math.max(data.width, (60_000 - (found.to - found.from)) / 2)
  const from = filter.from === null ? found.from - room : Date.parse(filter.from)
  const to = filter.to === null ? found.to + room : Date.parse(filter.to)
  return { from, to: Math.max(to, from + 1000) }
}

/** Known values keep their colour and their place in every answer; services take colours by rank. */
function seriesOf({ series }: Counts, by: Prefs['stackBy']) {
  const known: readonly string[] = orders[by]
  const place = (value: string) => (known.includes(value) ? known.indexOf(value) : known.length)
  const ranked = by === 'service' ? series : series.toSorted((a, b) => place(a.value) - place(b.value))
  return ranked.map(({ value, counts }, at) => ({
    value,
    counts,
    label: value === 'none' ? noValue[by] : visible(value),
    color:
      value === 'other' || value === 'none'
        ? '--series-other'
        : by === 'service'
          ? `--series-${at + 1}`
          : `--${by}-${value}`,
  }))
}

/** From the bottom of a bar to its top. */
const orders = {
  outcome: outcomeOrder,
  severity: ['none', 'informational', 'low', 'medium', 'high', 'critical'],
  service: [],
} as const

const noValue = { outcome: noOutcome, severity: 'not a finding', service: 'no service' } as const
