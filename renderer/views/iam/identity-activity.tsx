import { useMemo, useState } from 'react'
import type { LogDays } from '../../../shared/iam.ts'
import type { IamActivity } from '../../../shared/iam-state.ts'
import { useAsk } from '../../ask.ts'
import { count, many, sentence, time, visible } from '../../format.ts'
import { Histogram } from '../../parts/histogram/histogram.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Part } from './detail.tsx'
import { callsOf, callsOfActions, sayDays, within } from './words.ts'

/** What an identity did: its calls over time, and action by action, each a door into the timeline. */
export function IdentityActivity({
  principal,
  activity,
  logs,
}: {
  readonly principal: string
  readonly activity: readonly IamActivity[]
  readonly logs: LogDays
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <Part title="Activity">
      <Calls principal={principal} />
      {activity.length === 0 ? (
        <p className="quiet iam-text">No call of it succeeded. {sayDays(logs, utc)}</p>
      ) : (
        <div className="iam-actions">
          <table className="table" aria-label="What it called">
            <thead>
              <tr>
                <th>Action</th>
                <th className="number">Calls</th>
                <th>First</th>
                <th>Last</th>
                <th>From</th>
              </tr>
            </thead>
            <tbody>
              {activity.slice(0, most).map((one) => (
                <tr key={one.action}>
                  <td className="anywhere">
                    <button
                      type="button"
                      className="door mono"
                      title="Show these calls in the timeline"
                      onClick={() => showInTimeline(callsOfActions(principal, [one.action]), null, within(one))}
                    >
                      {visible(one.action)}
                    </button>
                  </td>
                  <td className="number">{count(one.count)}</td>
                  <td className="iam-nowrap">{time(one.first, utc)}</td>
                  <td className="iam-nowrap">{time(one.last, utc)}</td>
                  <td className="anywhere">
                    {one.ips.slice(0, 4).map(visible).join(', ')}
                    {one.ips.length > 4 && <span className="quiet"> + {one.ips.length - 4}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {activity.length > most && (
            <p className="quiet found-cut">
              The {count(most)} that were called most of {many(activity.length, 'action')}.
            </p>
          )}
        </div>
      )}
    </Part>
  )
}

const most = 200

function Calls({ principal }: { readonly principal: string }) {
  const [room, setRoom] = useState(160)
  const utc = usePrefs((prefs) => prefs.utc)
  const filter = { search: callsOf(principal), from: null, to: null }
  const { data, error } = useAsk('histogram', { filter, by: 'outcome', buckets: room })
  const series = useMemo(
    () =>
      (data?.series ?? []).map(({ value, counts }) => ({
        value,
        label: value,
        counts,
        color: /^(?:success|denied|failed)$/.test(value) ? `--outcome-${value}` : '--series-other',
      })),
    [data],
  )
  if (error !== null) {
    return (
      <p className="iam-problem" role="alert">
        {sentence(error.message)}
      </p>
    )
  }
  if (data === undefined || series.length === 0) return null
  const whole = { from: data.start, to: data.start + (data.series[0]?.counts.length ?? 0) * data.width }
  return (
    <div className="iam-histogram">
      <Histogram
        label="Its calls over time"
        start={data.start}
        width={data.width}
        series={series}
        range={whole}
        limits={whole}
        marker={null}
        utc={utc}
        onRoom={setRoom}
        onRange={(range) =>
          range !== null &&
          showInTimeline(filter.search, null, {
            from: new Date(range.from).toISOString(),
            to: new Date(range.to).toISOString(),
          })
        }
        onPick={(value, without) => {
          if (value !== 'none') showInTimeline(`${filter.search} ${without ? '-' : ''}outcome:${value}`)
        }}
      />
    </div>
  )
}
