import { Button } from '@blueprintjs/core'
import { useMemo } from 'react'
import type { IamCall, IamChange } from '../../../shared/iam-state.ts'
import { time, visible } from '../../format.ts'
import { CopyButton } from '../../parts/copy/copy-button.tsx'
import { type LineMark, MarkedText } from '../../parts/marked-text/marked-text.tsx'
import { useCase } from '../../state/case.ts'
import { useIam } from '../../state/iam.ts'
import { pin } from '../../state/pin.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { nobodyNamed } from './change-list.ts'
import { Part } from './detail.tsx'
import { lineDiff } from './line-diff.ts'
import { callsOf } from './words.ts'

/** What was before a change and after it, the lines that differ marked, and the calls that did it. */
export function ChangeDetail({ change }: { readonly change: IamChange }) {
  const { before, after, calls, isBeforeUnknown } = change
  const { removed, added } = useMemo(
    () => (before === null || after === null ? { removed: [], added: [] } : lineDiff(before, after)),
    [before, after],
  )
  const says = (text: string | null, isUnknown: boolean) =>
    isUnknown ? 'It was there; the evidence does not say with which content.' : text === null ? 'Not there.' : 'There.'
  return (
    <>
      <Calls title={change.title} calls={calls} />
      <div className="iam-sides">
        <Side
          title="Before"
          text={before}
          says={says(before, isBeforeUnknown)}
          marks={removed.map(([from, to]) => ({ from, to, tone: 'warn', note: 'removed' }))}
        />
        <Side
          title="After"
          text={after}
          says={says(after, false)}
          marks={added.map(([from, to]) => ({ from, to, tone: 'bad', note: 'added' }))}
        />
      </div>
    </>
  )
}

function Side({
  title,
  text,
  says,
  marks,
}: {
  readonly title: string
  readonly text: string | null
  readonly says: string
  readonly marks: readonly LineMark[]
}) {
  const isShown = text !== null && text !== ''
  return (
    <Part title={title} acts={isShown && <CopyButton text={text} what={`what was ${title.toLowerCase()}`} />}>
      {isShown ? <MarkedText label={title} text={text} marks={marks} /> : <p className="quiet">{says}</p>}
    </Part>
  )
}

function Calls({ title, calls }: { readonly title: string; readonly calls: readonly IamCall[] }) {
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const utc = usePrefs((prefs) => prefs.utc)
  const [first] = calls
  if (first === undefined)
    return (
      <p className="quiet iam-text">No call in the logs did it: two snapshots differ, or one tells what no log does.</p>
    )
  return (
    <>
      <ul className="iam-calls" aria-label="Calls that did it">
        {calls.map((call) => (
          <li key={`${call.object_id} ${call.ordinal}`} className="anywhere">
            <button type="button" className="door iam-nowrap" onClick={() => showCall(call)}>
              {time(call.time, utc)}
            </button>{' '}
            <b>{visible(call.action)}</b> by {visible(call.actor ?? nobodyNamed)}
            {call.sourceIp !== null && <span className="quiet"> from {visible(call.sourceIp)}</span>}
          </li>
        ))}
      </ul>
      <p className="iam-acts">
        <Button
          size="small"
          icon="step-backward"
          text="State just before"
          onClick={() => useIam.setState({ at: new Date(Date.parse(first.time) - 1000).toISOString() })}
        />
        <Button
          size="small"
          icon="step-forward"
          text="State just after"
          onClick={() => useIam.setState({ at: (calls.at(-1) ?? first).time })}
        />
        <Button
          size="small"
          icon="pin"
          text="Pin"
          title={readOnly ? 'This case is open read-only' : 'Pin the calls that did it to the report'}
          disabled={readOnly}
          onClick={() =>
            void pin(
              'This change',
              ...calls.map(({ object_id, ordinal }) => ({
                title,
                content: { kind: 'event', object_id, ordinal } as const,
              })),
            )
          }
        />
      </p>
    </>
  )
}

/** The call in the timeline, among what the same caller did around it. */
function showCall({ object_id, ordinal, time: when, actor }: IamCall): void {
  const at = Date.parse(when)
  const hour = 3_600_000
  showInTimeline(
    actor === null ? '' : callsOf(actor),
    { object_id, ordinal },
    { from: new Date(at - hour).toISOString(), to: new Date(at + hour).toISOString() },
  )
}
