import { Button } from '@blueprintjs/core'
import type { IamSession } from '../../../shared/iam-state.ts'
import { sentence, time, visible } from '../../format.ts'
import { MarkedText } from '../../parts/marked-text/marked-text.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Fact, Part } from './detail.tsx'
import { callsWithKey } from './words.ts'

/** Which session is looked at, how it began, and what it was given that limits it. */
export function Session({ session: { key, session, begun, policies, remarks } }: { readonly session: IamSession }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <Part
      title="This session"
      acts={
        key !== null && (
          <Button size="small" variant="minimal" text="Its calls" onClick={() => showInTimeline(callsWithKey(key))} />
        )
      }
    >
      <dl className="iam-facts">
        {session !== null && <Fact name="Session">{visible(session)}</Fact>}
        {key !== null && <Fact name="Key">{visible(key)}</Fact>}
        <Fact name="Begun">
          {begun === null
            ? 'by a call that is not in the evidence'
            : `${time(begun.time, utc)} with ${visible(begun.action)} by ${visible(begun.actor ?? 'somebody')}${begun.sourceIp === null ? '' : ` from ${visible(begun.sourceIp)}`}`}
        </Fact>
      </dl>
      <p className="iam-text">
        {policies.length === 0
          ? 'No session policy that the evidence tells limits it: it may do what its identity may.'
          : 'It may do what its identity may and one of these allows, and nothing that these refuse. Permissions count that.'}
      </p>
      {policies.map(({ name, text }) =>
        text === null ? (
          <p key={name} className="quiet">
            {visible(name)}: its document is not in the evidence.
          </p>
        ) : (
          <MarkedText key={name} label={`Session policy ${visible(name)}`} text={text} marks={[]} />
        ),
      )}
      {remarks.map((remark) => (
        <p key={remark} className="iam-problem">
          {sentence(visible(remark))}
        </p>
      ))}
    </Part>
  )
}
