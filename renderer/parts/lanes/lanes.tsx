import { type KeyboardEvent, useId, useState } from 'react'
import { laneHeight } from '../../../shared/chart/lane.ts'
import { rangeLabel, tickLabels } from '../../../shared/chart/ticks.ts'
import { count, many } from '../../format.ts'
import './lanes.css'

export interface Lane {
  readonly id: string
  readonly label: string
  /** Whether its name can be picked. */
  readonly canPick: boolean
  readonly counts: readonly number[]
}

interface LanesProps {
  readonly label: string
  /** Start of the first bucket and width of each, milliseconds since 1970. */
  readonly start: number
  readonly width: number
  readonly lanes: readonly Lane[]
  readonly picked: string | null
  readonly utc: boolean
  readonly onPick: (lane: string) => void
  /** A bar was opened: its lane and half-open time. */
  readonly onOpen: (lane: string, from: number, to: number) => void
}

/**
 * Counts over time, one lane a kind. The bars of all lanes are one stop of the Tab key: arrows walk from bar to bar,
 * Enter opens one; the same counts are there as a table for those who do not see them.
 */
export function Lanes({ label, start, width, lanes, picked, utc, onPick, onOpen }: LanesProps) {
  const id = useId()
  const buckets = Math.max(1, ...lanes.map(({ counts }) => counts.length))
  const most = Math.max(1, ...lanes.flatMap(({ counts }) => counts))
  const [at, setAt] = useState<{ readonly lane: number; readonly bucket: number } | null>(null)
  const stop = at !== null && lanes[at.lane]?.counts[at.bucket] ? at : firstBar(lanes)
  const rangeOf = (bucket: number) => ({ from: start + bucket * width, to: start + (bucket + 1) * width })
  const say = (lane: Lane, bucket: number) =>
    `${lane.label}, ${rangeLabel(rangeOf(bucket), utc)}: ${many(lane.counts[bucket] ?? 0, 'event')}`

  const press = (event: KeyboardEvent) => {
    const current = lanes[stop.lane]
    if (current === undefined) return
    if (event.key === 'Enter' || event.key === ' ') {
      const { from, to } = rangeOf(stop.bucket)
      onOpen(current.id, from, to)
    } else {
      const next = moved(event.key, stop, lanes)
      if (next === null) return
      setAt(next)
      document.getElementById(`${id}-${next.lane}-${next.bucket}`)?.focus()
    }
    event.preventDefault()
  }
  const ticks = [0, 1, 2, 3].map((each) => start + (each * width * buckets) / 4)
  const labels = tickLabels(ticks, (width * buckets) / 4, utc)
  return (
    <section className="lanes" aria-label={label}>
      {lanes.map((lane, row) => (
        <div key={lane.id} className={`lane${picked === lane.id ? ' lane-picked' : ''}`}>
          {lane.canPick ? (
            <button
              type="button"
              className="lane-name cut"
              aria-pressed={picked === lane.id}
              onClick={() => onPick(lane.id)}
            >
              {lane.label}
            </button>
          ) : (
            <span className="lane-name quiet cut">{lane.label}</span>
          )}
          {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons within a drawing */}
          <svg
            className="lane-bars"
            viewBox={`0 0 ${buckets} 16`}
            preserveAspectRatio="none"
            role="group"
            aria-label={lane.label}
            onKeyDown={press}
          >
            {lane.counts.map((events, bucket) => {
              if (events === 0) return null
              const height = laneHeight(events, most)
              return (
                // biome-ignore lint/a11y/useSemanticElements: a button element cannot stand in a drawing
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place
                  key={bucket}
                  id={`${id}-${row}-${bucket}`}
                  className="lane-bar"
                  x={bucket + 0.04}
                  y={16 - height}
                  width={0.92}
                  height={height}
                  role="button"
                  tabIndex={row === stop.lane && bucket === stop.bucket ? 0 : -1}
                  aria-label={say(lane, bucket)}
                  onFocus={() => setAt({ lane: row, bucket })}
                  onClick={() => {
                    const { from, to } = rangeOf(bucket)
                    onOpen(lane.id, from, to)
                  }}
                >
                  <title>{say(lane, bucket)}</title>
                </rect>
              )
            })}
          </svg>
          <span className="lane-sum number">{count(lane.counts.reduce((sum, each) => sum + each, 0))}</span>
        </div>
      ))}
      <div className="lane lanes-axis" aria-hidden="true">
        <span />
        <span className="lanes-ticks">
          {labels.map((text, place) => (
            <span key={ticks[place]}>{text.replace('\n', ' · ')}</span>
          ))}
        </span>
        <span />
      </div>
      <table className="for-readers">
        <caption>{label}</caption>
        <tbody>
          {lanes.flatMap((lane) =>
            lane.counts.map((events, bucket) =>
              events === 0 ? null : (
                // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place
                <tr key={`${lane.id} ${bucket}`}>
                  <th scope="row">{lane.label}</th>
                  <td>{rangeLabel(rangeOf(bucket), utc)}</td>
                  <td>{many(events, 'event')}</td>
                </tr>
              ),
            ),
          )}
        </tbody>
      </table>
    </section>
  )
}

interface Bar {
  readonly lane: number
  readonly bucket: number
}

function firstBar(lanes: readonly Lane[]): Bar {
  const lane = lanes.findIndex(({ counts }) => counts.some((each) => each > 0))
  return { lane, bucket: lanes[lane]?.counts.findIndex((each) => each > 0) ?? -1 }
}

/** The bar that a key leads to: along its lane, or the nearest one in the next lane that has any. */
function moved(key: string, { lane, bucket }: Bar, lanes: readonly Lane[]): Bar | null {
  const full = (lanes[lane]?.counts ?? []).flatMap((events, at) => (events > 0 ? [at] : []))
  const to = (at: number | undefined) => ({ lane, bucket: at ?? bucket })
  if (key === 'ArrowRight') return to(full.find((each) => each > bucket))
  if (key === 'ArrowLeft') return to(full.findLast((each) => each < bucket))
  if (key === 'Home') return to(full[0])
  if (key === 'End') return to(full.at(-1))
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
  if (step === 0) return null
  for (let next = lane + step; lanes[next] !== undefined; next += step) {
    const bars = (lanes[next]?.counts ?? []).flatMap((events, at) => (events > 0 ? [at] : []))
    const [nearest] = bars.toSorted((a, b) => Math.abs(a - bucket) - Math.abs(b - bucket))
    if (nearest !== undefined) return { lane: next, bucket: nearest }
  }
  return { lane, bucket }
}
