import type { IamCredential } from '../../../shared/iam-state.ts'
import { quoteValue } from '../../../shared/search/write.ts'
import { time, visible } from '../../format.ts'
import { useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Part } from './detail.tsx'

/** Keys, password and devices of a user, with the doors from a key to its calls and to what it reaches. */
export function Credentials({
  credentials,
  principal,
}: {
  readonly credentials: readonly IamCredential[]
  readonly principal: string
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <Part title="Credentials">
      {credentials.length === 0 ? (
        <p className="quiet">The evidence shows no key, no password and no device.</p>
      ) : (
        <table className="table" aria-label="Credentials">
          <thead>
            <tr>
              <th>What</th>
              <th>Id</th>
              <th>State</th>
              <th>Made</th>
              <th>
                <span className="for-readers">Doors</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {credentials.map(({ kind, id, isActive, createdAt, usedAt }) => (
              <tr key={`${kind} ${id}`}>
                <td className="iam-nowrap">{words[kind]}</td>
                <td className={`mono ${isKeyId(id) ? 'iam-nowrap' : 'anywhere'}`}>{visible(id)}</td>
                <td>
                  {isActive === null ? '' : <span className="chip">{isActive ? 'active' : 'inactive'}</span>}
                  {usedAt !== null && <span className="quiet"> used {time(usedAt, utc)}</span>}
                </td>
                <td className="iam-nowrap">{time(createdAt, utc)}</td>
                <td>
                  {kind === 'key' && isKeyId(id) && (
                    <span className="iam-doors">
                      <button
                        type="button"
                        className="door"
                        aria-label={`Calls with the key ${visible(id)}`}
                        onClick={() => showInTimeline(`key=${quoteValue(id)}`)}
                      >
                        its calls
                      </button>
                      <button
                        type="button"
                        className="door"
                        aria-label={`What the key ${visible(id)} reaches`}
                        onClick={() => useIam.setState({ tab: 'reach', reach: principal })}
                      >
                        reach
                      </button>
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  )
}

const words: Readonly<Record<IamCredential['kind'], string>> = {
  key: 'access key',
  password: 'password',
  mfa: 'MFA device',
  'ssh-key': 'SSH key',
  certificate: 'certificate',
  'service-credential': 'service credential',
}

/** The credential report names slots, not keys. */
function isKeyId(id: string): boolean {
  return /^A[KS]IA[A-Z0-9]{12,}$/.test(id)
}
