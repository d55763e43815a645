import { Button } from '@blueprintjs/core'
import type { IamFinding } from '../../../shared/iam.ts'
import type { IamIdentityPage } from '../../../shared/iam-state.ts'
import { time, visible } from '../../format.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty } from '../../parts/states/states.tsx'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { type IamState, useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Basis } from './basis.tsx'
import { IdentityAbout } from './identity-about.tsx'
import { IdentityHistory } from './identity-history.tsx'
import { IdentityPolicies } from './identity-policies.tsx'
import { IdentityUsed } from './identity-used.tsx'
import { Permissions } from './permissions.tsx'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'
import { callsOf, callsWithKey, plainName } from './words.ts'

/** Everything about one user or role, at the time that the view is shown at. */
export function Identity({
  principal,
  findings,
}: {
  readonly principal: string
  readonly findings: readonly IamFinding[]
}) {
  const { at, aspect } = useIam()
  const asked = useLong('iamIdentity', { principal, at })
  const page = asked.data
  const back = () => useIam.setState({ identity: null })
  useShortcuts('IAM', [{ keys: 'esc', does: 'Back to all identities', run: back }])
  return (
    <div className="iam-column">
      <div className="iam-bar iam-identity-bar">
        <Button size="small" variant="minimal" icon="arrow-left" text="All identities" onClick={back} />
        <h2 className="iam-title cut" title={visible(principal)}>
          {plainName(principal)}
        </h2>
        {page !== undefined && <Chips page={page} />}
        <span className="iam-space" />
        <Button
          size="small"
          icon="timeline-events"
          text="Its calls"
          title="Everything that it called, in the timeline"
          onClick={() => showInTimeline(page?.session?.key ? callsWithKey(page.session.key) : callsOf(principal))}
        />
        <Button
          size="small"
          icon="path-search"
          text="Its paths"
          onClick={() =>
            useIam.setState({ tab: 'paths', from: page?.identity?.principal ?? principal, to: null, path: null })
          }
        />
        <Button
          size="small"
          icon="graph"
          text="What it reaches"
          onClick={() => useIam.setState({ tab: 'reach', reach: principal })}
        />
      </div>
      {page === undefined || asked.error !== null ? (
        <Waiting asked={asked} what={`Reading ${plainName(principal)}`} />
      ) : (
        <>
          <Basis basis={page} />
          <div className="iam-bar iam-narrow">
            <Tabs<IamState['aspect']>
              label="What to look at of it"
              chosen={aspect}
              onChoose={(next) => useIam.setState({ aspect: next })}
              tabs={aspects.map((each) => ({ ...each, number: numberOf(page, each.id) }))}
            />
          </div>
          <div className={`iam-aspect${asked.stale ? ' iam-stale' : ''}`}>
            <Aspect
              page={page}
              principal={page.session === null ? (page.identity?.principal ?? principal) : principal}
              findings={findings}
            />
          </div>
        </>
      )}
    </div>
  )
}

const aspects = [
  { id: 'about', title: 'About', about: 'Risks, credentials, trust and activity' },
  { id: 'policies', title: 'Policies', about: 'Every policy that counts for it, side by side' },
  { id: 'permissions', title: 'Permissions', about: 'What it may do, action by action' },
  { id: 'used', title: 'Granted and used', about: 'What it may do beside what it did' },
  { id: 'history', title: 'Changes', about: 'Calls that changed it' },
] as const

function numberOf({ policies, history }: IamIdentityPage, aspect: IamState['aspect']): number | undefined {
  return aspect === 'policies' ? policies.length : aspect === 'history' ? history.length : undefined
}

function Aspect({
  page,
  principal,
  findings,
}: {
  readonly page: IamIdentityPage
  readonly principal: string
  readonly findings: readonly IamFinding[]
}) {
  const aspect = useIam((state) => state.aspect)
  if (aspect === 'history') return <IdentityHistory page={page} />
  if (page.identity === null) return <Absent page={page} />
  if (aspect === 'policies') return <IdentityPolicies page={page} principal={principal} />
  if (aspect === 'permissions') return <Permissions principal={principal} logs={page.logs} />
  if (aspect === 'used') return <IdentityUsed principal={principal} />
  return <IdentityAbout page={page} identity={page.identity} findings={findings} />
}

function Absent({ page: { at, history } }: { readonly page: IamIdentityPage }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <Empty
      icon="person"
      title={`There ${at === null ? 'is' : 'was'} no such identity${at === null ? ' in the evidence' : ` at ${time(at, utc)}`}`}
      action={
        history.length > 0 && (
          <Button text="See what changed it" onClick={() => useIam.setState({ aspect: 'history' })} />
        )
      }
    >
      {history.length > 0
        ? 'It was made or removed in the time of the logs.'
        : 'No snapshot shows it, and no call in the logs made it. Its calls may be there all the same.'}
    </Empty>
  )
}

function Chips({ page: { identity, session, at } }: { readonly page: IamIdentityPage }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <>
      {session !== null && <span className="chip chip-warn">session of</span>}
      {session !== null && identity !== null && <span className="chip">{plainName(identity.principal)}</span>}
      {identity !== null && <span className="chip">{identity.kind}</span>}
      {identity !== null && <span className="chip">{visible(identity.account)}</span>}
      {identity?.isAdmin === true && <span className="chip chip-bad">every right</span>}
      {identity !== null && identity.hasPassword === true && identity.hasMfa === false && (
        <span className="chip chip-bad">password without MFA</span>
      )}
      {at !== null && <span className="chip chip-warn">at {time(at, utc)}</span>}
    </>
  )
}
