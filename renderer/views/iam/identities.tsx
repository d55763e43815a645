import { Button, InputGroup } from '@blueprintjs/core'
import { useMemo, useState } from 'react'
import type { IamFinding } from '../../../shared/iam.ts'
import type { IamIdentities } from '../../../shared/iam-state.ts'
import { visible } from '../../format.ts'
import { Empty } from '../../parts/states/states.tsx'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { useIam } from '../../state/iam.ts'
import { Basis } from './basis.tsx'
import { Identity } from './identity.tsx'
import { IdentityGrid } from './identity-grid.tsx'
import { type IdentitiesAsked, identitiesAsked, identityRows } from './identity-list.ts'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'
import { isSession } from './words.ts'

/** Every user and role with its risks, or the page of one of them. */
export function Identities({ findings }: { readonly findings: readonly IamFinding[] }) {
  const { identity, at } = useIam()
  const asked = useLong('iamIdentities', { at }, identity === null)
  if (identity !== null) return <Identity key={identity} principal={identity} findings={findings} />
  if (asked.data === undefined || asked.error !== null)
    return <Waiting asked={asked} what="Reading users, roles and their policies" />
  return <Listed identities={asked.data} findings={findings} stale={asked.stale} />
}

const everybody: IdentitiesAsked = { text: '', kind: 'all', which: 'all' }

function Listed({
  identities,
  findings,
  stale,
}: {
  readonly identities: IamIdentities
  readonly findings: readonly IamFinding[]
  readonly stale: boolean
}) {
  const at = useIam((state) => state.at)
  const ways = useLong('iamPaths', { to: null, at })
  const paths = ways.stale ? undefined : ways.data?.findings
  const [wanted, setWanted] = useState(everybody)
  const rows = useMemo(
    () => identityRows(identities.identities, findings, paths),
    [identities.identities, findings, paths],
  )
  const shown = useMemo(() => identitiesAsked(rows, wanted), [rows, wanted])
  const many = (of: Partial<IdentitiesAsked>) => identitiesAsked(rows, { ...wanted, ...of }).length
  return (
    <div className={`iam-column${stale ? ' iam-stale' : ''}`}>
      <Basis basis={identities} />
      <div className="iam-bar iam-narrow">
        <InputGroup
          type="search"
          size="small"
          leftIcon="search"
          className="iam-find"
          placeholder="Name, ARN, id, group or temporary key"
          aria-label="Find an identity"
          value={wanted.text}
          onValueChange={(text) => setWanted({ ...wanted, text })}
        />
        {isSession(wanted.text) && (
          <Button
            size="small"
            intent="primary"
            text="Open the session"
            onClick={() => useIam.setState({ identity: wanted.text.trim() })}
          />
        )}
        <Tabs<IdentitiesAsked['kind']>
          label="By kind"
          chosen={wanted.kind}
          onChoose={(kind) => setWanted({ ...wanted, kind })}
          tabs={[
            { id: 'all', title: 'all', number: many({ kind: 'all' }) },
            { id: 'user', title: 'users', number: many({ kind: 'user' }) },
            { id: 'role', title: 'roles', number: many({ kind: 'role' }) },
          ]}
        />
        <Tabs<IdentitiesAsked['which']>
          label="By risk"
          chosen={wanted.which}
          onChoose={(which) => setWanted({ ...wanted, which })}
          tabs={[
            { id: 'all', title: 'any risk' },
            { id: 'grave', title: 'critical and high', number: many({ which: 'grave' }) },
            {
              id: 'admin',
              title: 'every right',
              number: many({ which: 'admin' }),
              about: 'May do everything, or can come to that',
            },
            { id: 'used', title: 'used', number: many({ which: 'used' }), about: 'Called something in these logs' },
          ]}
        />
        {ways.error !== null && (
          <span className="iam-problem" role="alert">
            Ways to every right are missing: {visible(ways.error.message)}
          </span>
        )}
      </div>
      {shown.length > 0 ? (
        <IdentityGrid rows={shown} logs={identities.logs} />
      ) : rows.length > 0 ? (
        <Empty
          icon="people"
          title={isSession(wanted.text) ? 'Sessions are in no list: open it' : 'No such identity'}
          action={<Button text="Show every identity" onClick={() => setWanted(everybody)} />}
        />
      ) : (
        <Empty
          icon="people"
          title="No user and no role is in the evidence"
          action={<Button text="See what to bring" onClick={() => useIam.setState({ tab: 'posture' })} />}
        />
      )}
    </div>
  )
}
