import { Button, Icon } from '@blueprintjs/core'
import { useEffect } from 'react'
import { useAsk } from '../../ask.ts'
import { when } from '../../format.ts'
import { Empty } from '../../parts/states/states.tsx'
import { readOnlyReason, useCase } from '../../state/case.ts'
import { useIntake } from '../../state/intake.ts'
import { usePrefs } from '../../state/prefs.ts'
import { JobPanel } from './job-panel.tsx'
import { Waiting } from './waiting.tsx'
import './import.css'

/** What waits to be imported, what runs, and what imports and exports came to. */
export function Import() {
  const { info, jobs } = useCase()
  // What was refused a while ago says nothing about now.
  useEffect(() => () => useIntake.setState({ problem: null }), [])
  if (info === null) return null
  return (
    <div className="page import">
      <div className="page-head">
        <h1>Import logs</h1>
      </div>
      {info.readOnly ? (
        <Empty icon="lock" title="This case is read-only">
          {readOnlyReason(info)} Nothing can be imported into it.
        </Empty>
      ) : (
        <Waiting />
      )}
      {!info.readOnly && <Unfinished />}
      {jobs.length > 0 && (
        <section className="import-jobs" aria-label="Jobs">
          {jobs.map((job) => (
            <JobPanel key={job.id} job={job} />
          ))}
        </section>
      )}
    </div>
  )
}

/** Imports that a crash or a power cut ended: what they had committed is kept, and the rest can be taken again. */
function Unfinished() {
  const { data } = useAsk('overview', {})
  const add = useIntake((state) => state.add)
  const utc = usePrefs((prefs) => prefs.utc)
  return data?.unfinished.map((one) => (
    <div className="panel import-unfinished" key={one.startedAt}>
      <Icon icon="history" />
      <div>
        The import started {when(one.startedAt, utc)} did not finish. What it had stored is in the case; importing the
        same again adds only what is missing.
        <div className="mono quiet anywhere">{one.paths.join('  ')}</div>
      </div>
      <Button text="Continue it" onClick={() => add({ paths: one.paths, files: [] })} />
    </div>
  ))
}
