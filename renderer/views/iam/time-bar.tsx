import { Button, Icon } from '@blueprintjs/core'
import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react'
import type { LogDays } from '../../../shared/iam.ts'
import { useAsk } from '../../ask.ts'
import { count, time } from '../../format.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { MomentField } from './moment-field.tsx'
import { madeBy, momentsOf, stopBeside } from './stops.ts'

/** The time that all of the view is shown at: written, dragged, or stepped from change to change. */
export function TimeBar({ logs, onClose }: { readonly logs: LogDays; readonly onClose: () => void }) {
  if (logs.first === null || logs.last === null) {
    return (
      <div className="iam-bar iam-time">
        <Icon icon="time" size={14} />
        <span className="quiet">
          The case has no logs that name a principal: there are no calls to go back through, only what the snapshots
          show.
        </span>
        <span className="iam-space" />
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the time" onClick={onClose} />
      </div>
    )
  }
  return <Slider first={logs.first} last={logs.last} onClose={onClose} />
}

function Slider({
  first,
  last,
  onClose,
}: {
  readonly first: string
  readonly last: string
  readonly onClose: () => void
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const at = useIam((state) => state.at)
  const changed = useAsk('iamDiff', { from: first, to: last })
  const moments = useMemo(() => momentsOf(changed.data?.changes ?? []), [changed.data])
  const [from, to] = [Date.parse(first) - 1000, Date.parse(last)]
  const now = at === null ? null : Date.parse(at)
  const go = (moment: number | null) =>
    useIam.setState({ at: moment === null || moment >= to ? null : new Date(moment).toISOString() })
  const { shown, drag } = useDragged(now ?? to, go)
  const [back, on] = [stopBeside(moments, now, 'back'), stopBeside(moments, now, 'on')]
  useShortcuts('IAM', [
    { keys: '[', does: 'Go to before the last change', run: () => go(back), when: back !== null },
    { keys: ']', does: 'Go to after the next change', run: () => go(on), when: on !== null },
  ])
  return (
    <div className={`iam-bar iam-time${at === null ? '' : ' iam-time-past'}`}>
      <MomentField
        label="As of"
        value={at}
        none="after everything"
        near={last}
        onChange={(moment) => useIam.setState({ at: moment })}
      />
      <Button
        size="small"
        variant="minimal"
        icon="step-backward"
        aria-label="Before the last change"
        title="Before the last change ["
        disabled={back === null}
        onClick={() => go(back)}
      />
      <div className="iam-slider">
        <input
          type="range"
          aria-label="Time"
          aria-valuetext={time(new Date(shown).toISOString(), utc)}
          min={from}
          max={to}
          step={Math.max(1000, Math.ceil((to - from) / 1_000_000) * 1000)}
          value={shown}
          onChange={(event) => drag(Number(event.currentTarget.value))}
        />
        <span className="iam-ticks" aria-hidden="true">
          {moments.slice(0, 500).map((moment) => (
            <span key={moment} style={{ '--at': (moment - from) / Math.max(1, to - from) } as CSSProperties} />
          ))}
        </span>
      </div>
      <Button
        size="small"
        variant="minimal"
        icon="step-forward"
        aria-label="After the next change"
        title="After the next change ]"
        disabled={on === null}
        onClick={() => go(on)}
      />
      <span className="quiet iam-nowrap" role="status">
        {changed.error !== null
          ? 'the changes could not be read'
          : changed.data === undefined
            ? 'reading the changes…'
            : moments.length === 0
              ? 'no change in the logs'
              : `after ${count(madeBy(moments, now))} of ${count(moments.length)} changes`}
      </span>
      <Button
        size="small"
        variant="minimal"
        icon="cross"
        aria-label="After everything again"
        title="Close, and show everything as it is after all that the case knows"
        onClick={onClose}
      />
    </div>
  )
}

/** What is dragged is shown at once and asked for when the hand rests. */
function useDragged(value: number, onRest: (value: number) => void) {
  const [dragged, setDragged] = useState<number | null>(null)
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(rest.current), [])
  return {
    shown: dragged ?? value,
    drag(to: number) {
      setDragged(to)
      clearTimeout(rest.current)
      rest.current = setTimeout(() => {
        setDragged(null)
        onRest(to)
      }, 350)
    },
  }
}
