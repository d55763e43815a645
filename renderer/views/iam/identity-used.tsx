import { Button } from '@blueprintjs/core'
import type { IamUsed } from '../../../shared/iam-state.ts'
import { count, many, sentence, share, visible } from '../../format.ts'
import { CopyButton } from '../../parts/copy/copy-button.tsx'
import { MarkedText } from '../../parts/marked-text/marked-text.tsx'
import { saveText } from '../../parts/save-text/save-text.ts'
import { useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Part } from './detail.tsx'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'
import { callsOfActions, sayDays, sayUsed, within } from './words.ts'

/** What an identity may do beside what it did, and a policy of nothing but that. */
export function IdentityUsed({ principal }: { readonly principal: string }) {
  const at = useIam((state) => state.at)
  const asked = useLong('iamUsed', { principal, at })
  if (asked.data === undefined || asked.error !== null)
    return <Waiting asked={asked} what="Comparing what is granted with what was used" />
  return (
    <div className={`iam-page iam-used${asked.stale ? ' iam-stale' : ''}`}>
      <div>
        <Figures used={asked.data} />
        <Used used={asked.data} />
        <NotUsed used={asked.data} />
      </div>
      <LeastPrivilege used={asked.data} />
    </div>
  )
}

function Figures({ used: { used, granted, logs, notGranted } }: { readonly used: IamUsed }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <>
      <p className="iam-figure">
        <b>{count(used.length)}</b> of {many(granted, 'granted action')} used ({share(used.length, granted)})
      </p>
      <p className="quiet iam-text">
        {sayDays(logs, utc)}
        {logs.first !== null &&
          !logs.hasDataEvents &&
          ' They hold no data events: reading and writing of objects, invocations and the like are not logged at all.'}
      </p>
      {notGranted.length > 0 && (
        <Part title={`${many(notGranted.length, 'action')} called, though these policies do not allow it`}>
          <p className="iam-text mono">{notGranted.map(visible).join(', ')}</p>
          <p className="quiet iam-text">
            Other policies were there at that time, a resource allows it, or it needs no permission.
          </p>
        </Part>
      )}
    </>
  )
}

function Used({ used: { used, logs, principal } }: { readonly used: IamUsed }) {
  const utc = usePrefs((prefs) => prefs.utc)
  if (used.length === 0) return null
  return (
    <Part title="Granted and used">
      <table className="table panel" aria-label="Granted and used">
        <thead>
          <tr>
            <th>Action</th>
            <th>Level</th>
            <th>Used</th>
          </tr>
        </thead>
        <tbody>
          {used.map(({ action, level, used: calls }) => (
            <tr key={action}>
              <td>
                <button
                  type="button"
                  className="door mono anywhere"
                  title="Show these calls in the timeline"
                  onClick={() =>
                    calls !== null && showInTimeline(callsOfActions(principal, [action]), null, within(calls))
                  }
                >
                  {visible(action)}
                </button>
              </td>
              <td>{level}</td>
              <td>{sayUsed(calls, logs, utc)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  )
}

/** More than anybody reads is not drawn: the permissions have them all. */
const mostShown = 150

function NotUsed({ used: { unusedServices, unused } }: { readonly used: IamUsed }) {
  return (
    <>
      {unusedServices.length > 0 && (
        <Part title={`${many(unusedServices.length, 'service')} granted and not used at all`}>
          <p className="iam-words">
            {unusedServices.slice(0, mostShown).map(({ service, actions }) => (
              <span key={service} className="chip">
                {visible(service)} {count(actions)}
              </span>
            ))}
            {unusedServices.length > mostShown && (
              <span className="quiet">+ {count(unusedServices.length - mostShown)}</span>
            )}
          </p>
        </Part>
      )}
      {unused.length > 0 && (
        <Part
          title={`${unused.length === 1000 ? 'More than 1,000 actions' : many(unused.length, 'action')} that change something, granted and not used`}
          acts={<CopyButton text={unused.join('\n')} what="the unused actions" />}
        >
          <p className="iam-text mono">
            {unused.slice(0, mostShown).map(visible).join(', ')}
            {unused.length > mostShown && ', …'}
          </p>
        </Part>
      )}
    </>
  )
}

function LeastPrivilege({ used: { leastPrivilege, principal, used } }: { readonly used: IamUsed }) {
  const { text, remarks } = leastPrivilege
  const name = principal.slice(principal.lastIndexOf('/') + 1).replace(/[^\w.@-]/g, '-')
  return (
    <Part
      title="A policy of what was used"
      acts={
        used.length > 0 && (
          <>
            <CopyButton text={text} what="the policy of what was used" />
            <Button
              size="small"
              icon="download"
              text="Save"
              onClick={() => saveText(`${name}-used.json`, 'application/json', `${text}\n`)}
            />
          </>
        )
      }
    >
      {used.length === 0 ? (
        <p className="quiet">Nothing that is granted was used in these logs: there is nothing to write a policy of.</p>
      ) : (
        <>
          <ul className="iam-lines">
            {remarks.map((remark) => (
              <li key={remark} className="anywhere">
                {sentence(visible(remark))}
              </li>
            ))}
          </ul>
          <MarkedText label="A policy of what was used" text={text} marks={[]} />
        </>
      )}
    </Part>
  )
}
