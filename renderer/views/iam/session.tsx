import type { IamSession } from '../../../shared/iam-state.ts'
import { sentence, time, visible } from '../../format.ts'
import { MarkedText } from '../../parts/marked-text/marked-text.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { Fact, Part } from './detail.tsx'

/** Which session is looked at, how it began, and what it was given that limits it. */
export function Session({ session: { key, session, begun, policies, remarks } }: { readonly session: IamSession }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <Part title="This session">
      <dl className="iam-facts">
        {session !== null && <Fact name="Session">{visible(session)}</Fact>}
        {key !== null && <Fact name="Key">{visible(key)}</Fact>}
        <Fact name="Begun">
          {begun === null
            ? 'by a call that is not in the evidence'
            : `${time(begun.time, utc)} with ${visible(begun.action)} by ${visible(begun.actor ?? 'somebody')}${begun.sourceIp === null ? '' : ` from ${visible(begun.sourceIp)}`}`}
        </Fact>
      </dl>
      <p className="iam-text iam-session-says">
        {policies.length === 0
          ? 'No session policy that the evidence tells limits it: it may do what its identity may.'
          : 'It may do what its identity may and one of these policies allows, and nothing that these refuse. Permissions and reach count that; findings, ways and trust are those of its identity.'}
      </p>
      {policies.map(
        ({ name, text }) =>
          text !== null && <MarkedText key={name} label={`Session policy ${visible(name)}`} text={text} marks={[]} />,
      )}
      {remarks.map((remark) => (
        <p key={remark} className="iam-problem">
          {sentence(visible(remark))}
        </p>
      ))}
    </Part>
  )
}
