import { Button } from '@blueprintjs/core'
import { many } from '../../format.ts'
import { Empty } from '../../parts/states/states.tsx'
import { useDetections } from '../../state/detections.ts'
import { go } from '../../state/place.ts'

/** No rule has run in this case. */
export function NotYet({
  events,
  readOnly,
  running,
  onRun,
}: {
  readonly events: number
  readonly readOnly: boolean
  readonly running: boolean
  readonly onRun: () => void
}) {
  if (events === 0) {
    return (
      <Empty
        icon="shield"
        title="There is nothing to look at yet"
        action={!readOnly && <Button intent="primary" icon="import" text="Import logs" onClick={() => go('import')} />}
      >
        Rules look at the events of the case. Bring some in first.
      </Empty>
    )
  }
  return (
    <Empty
      icon="shield"
      title="No rule has run in this case"
      action={
        readOnly ? undefined : (
          <>
            <Button intent="primary" icon="play" text="Run the rules" loading={running} onClick={onRun} autoFocus />
            <Button variant="minimal" text="See the rules" onClick={() => useDetections.setState({ tab: 'rules' })} />
          </>
        )
      }
    >
      {readOnly
        ? 'The case is open read-only: rules could not write down what they find. Open it for writing to run them.'
        : `They look at ${many(events, 'event')} and write down what they find. No event is changed.`}
    </Empty>
  )
}
