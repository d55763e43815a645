import { Switch } from '@blueprintjs/core'
import { useState } from 'react'
import { ConfirmName } from './confirm-name.tsx'
import { Check, Text, useForm } from './form.tsx'

/** When it runs, and what a failure does. */
export function WhenFields() {
  return (
    <>
      <Text
        at="everyMinutes"
        label="Run every … minutes"
        optional
        placeholder="when asked"
        hint="While a window or coldtrail serve has the case open. Runs never overlap: what is due waits for the run before it."
      />
      <div className="acquire-checks">
        <Check
          at="runOnStart"
          label="Run when the case is opened"
          hint="By a window or coldtrail serve; no other command starts it."
        />
        <Check
          at="skipOnError"
          label="Go on when an object fails"
          hint="It is listed either way, and tried again at the next run. Off: the run stops at the first failure."
        />
        <Check
          at="disabled"
          label="Switched off"
          hint="Stays in the case and is not run by itself or with all others."
        />
      </div>
    </>
  )
}

/** The one switch by which a source takes something away from where it reads. */
export function TakingAway() {
  const { draft, locked, edit } = useForm()
  const [asking, setAsking] = useState(false)
  const isQueue = draft.kind === 'security-lake-queue' || draft.kind === 'sqs-notifications'
  if (draft.kind !== 's3-bucket' && !isQueue) return null
  const field = isQueue ? 'acknowledge' : 'deleteAfter'
  const name = (isQueue ? queueName(draft.queue) : draft.bucket).trim()
  const on = draft[field]
  return (
    <section className={`panel acquire-part ${on ? 'acquire-taking' : ''}`} aria-label="Taking away">
      <Switch
        checked={on}
        disabled={locked || (!on && name === '')}
        onChange={() => (on ? edit({ [field]: false }) : setAsking(true))}
        labelElement={
          <span>
            <b>{isQueue ? 'Delete messages after collection' : 'Delete objects after collection'}</b>
            <span className="acquire-explained quiet">{isQueue ? aboutMessages : aboutObjects}</span>
          </span>
        }
      />
      {asking && (
        <ConfirmName
          title={isQueue ? 'Delete messages from this queue?' : 'Delete objects from this bucket?'}
          what={isQueue ? 'queue' : 'bucket'}
          name={name}
          does="Switch it on"
          onConfirm={() => {
            setAsking(false)
            edit({ [field]: true })
          }}
          onClose={() => setAsking(false)}
        >
          {isQueue ? (
            <p>
              A message is deleted once its objects are committed to the case. Whoever else reads this queue, such as a
              SIEM, will not see it. Messages that cannot be read stay.
            </p>
          ) : (
            <p>
              An object is deleted once it is committed to the case and the hash of the kept copy is verified. Nothing
              that was rejected is deleted, and every deletion is in the audit log. It cannot be taken back; each run
              asks again.
            </p>
          )}
        </ConfirmName>
      )}
    </section>
  )
}

const aboutMessages =
  'Off: messages come back to the queue after a while, for its other readers, and objects that the case has are not fetched twice. On: other readers of this queue, such as a SIEM, miss what was collected.'
const aboutObjects =
  'Off: this source only lists and reads. On: what was collected is gone from the bucket for everybody else.'

/** The last part of a URL or an ARN. */
export function queueName(queue: string): string {
  return queue.split(/[/:]/).at(-1) ?? queue
}
