import { useMemo, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { IamReach } from '../../../shared/iam-state.ts'
import { count, many } from '../../format.ts'
import { Graph } from '../../parts/graph/graph.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty } from '../../parts/states/states.tsx'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { useIam } from '../../state/iam.ts'
import { ArnField } from './arn-field.tsx'
import { Basis } from './basis.tsx'
import { looks } from './looks.ts'
import { adminKind, edgeKinds } from './path-graph.ts'
import { ReachDetail } from './reach-detail.tsx'
import { reached, reachGraph, sureReach } from './reach-graph.ts'
import { ReachGrid } from './reach-grid.tsx'
import { aboutSure, type Sure, sures } from './sure.ts'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'
import { shortName } from './words.ts'

/** What a user, a role, or whoever has a key can reach, step by step: as a list and drawn. */
export function Reach({ known }: { readonly known: readonly string[] }) {
  const { reach: principal, at, look } = useIam()
  const asked = useLong('iamReach', { principal: principal ?? '', at, most: 1000 }, principal !== null)
  return (
    <div className="iam-column">
      <div className="iam-bar">
        <ArnField
          label="From"
          value={principal}
          none="ARN of a user or role, or an access key"
          known={known}
          keys
          onChange={(reach) => useIam.setState({ reach })}
        />
        <Tabs
          label="Show what is within reach as"
          tabs={looks}
          chosen={look}
          onChoose={(next) => useIam.setState({ look: next })}
        />
      </div>
      {principal === null ? (
        <Empty icon="graph" title="How far does it go?">
          Write whose credentials are out: everything that can be become or touched from there follows, step by step.
        </Empty>
      ) : asked.data === undefined || asked.error !== null ? (
        <Waiting asked={asked} what={`Following every step from ${shortName(principal)}`} />
      ) : (
        <Found key={asked.data.principal} reach={asked.data} stale={asked.stale} />
      )}
    </div>
  )
}

function Found({ reach, stale }: { readonly reach: IamReach; readonly stale: boolean }) {
  const look = useIam((state) => state.look)
  const [open, setOpen] = useState<string | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [picked, setSure] = useState<Sure | null>(null)
  const all = useMemo(() => reached(reach), [reach])
  /** What is sure comes first: from an identity that may do everything nearly everything is potential. */
  const sure = picked ?? sures.find((one) => all.some(({ by }) => by?.confidence === one)) ?? 'all'
  const part = useMemo(() => sureReach(reach, sure), [reach, sure])
  const rows = useMemo(() => all.filter(({ by }) => sure === 'all' || by?.confidence === sure), [all, sure])
  const graph = useMemo(() => reachGraph(part), [part])
  const legend = useMemo(
    () => [...edgeKinds.filter(({ kind }) => graph.edges.some((edge) => edge.kind === kind)), adminKind],
    [graph],
  )
  const node = reach.nodes.find(({ id }) => id === open)
  useShortcuts('IAM', [
    { keys: 'esc', does: 'Close the details', run: () => setOpen(null), when: node !== undefined },
    {
      keys: 'v',
      does: 'Switch between list and graph',
      run: () => useIam.setState({ look: look === 'list' ? 'graph' : 'list' }),
    },
  ])
  if (all.length === 0)
    return (
      <>
        <Basis basis={reach} />
        <Empty icon="graph" title={`${shortName(reach.principal)} reaches nothing beyond itself`}>
          As far as the policies in the evidence tell; what it may do by itself stands on its page.
        </Empty>
      </>
    )
  const identities = all.filter(({ node: { kind } }) => kind === 'user' || kind === 'role')
  return (
    <>
      <Basis basis={reach} />
      <div className="iam-bar iam-narrow iam-summary">
        <b>{shortName(reach.principal)}</b> reaches {many(identities.length, 'identity', 'identities')} and{' '}
        {many(all.length - identities.length, 'other thing')}
        {all.some(({ node: { isAdmin } }) => isAdmin) && <span className="chip chip-bad">every right</span>}
        {reach.isCut && (
          <span className="chip chip-warn">more than {count(reach.nodes.length)} nodes: the nearest are shown</span>
        )}
        <span className="iam-space" />
        <Tabs<Sure>
          label="By confidence of the last step"
          chosen={sure}
          onChoose={setSure}
          tabs={sures.map((id) => ({
            id,
            title: id,
            about: aboutSure[id],
            number: id === 'all' ? all.length : all.filter(({ by }) => by?.confidence === id).length,
          }))}
        />
      </div>
      <Group orientation="horizontal" className={`iam-body${stale ? ' iam-stale' : ''}`}>
        <Panel minSize="380px">
          {rows.length === 0 ? (
            <Empty icon="graph" title={`Nothing ${sure} is within reach`} />
          ) : look === 'graph' ? (
            <div className="iam-column">
              <Graph
                label="What is within reach"
                nodes={graph.nodes}
                edges={graph.edges}
                roots={graph.roots}
                chosen={chosen}
                onChoose={(id) => {
                  setChosen(id)
                  if (open !== null && id !== null) setOpen(id)
                }}
                onOpen={setOpen}
                legend={legend}
              />
            </div>
          ) : (
            <ReachGrid rows={rows} logs={reach.logs} isOpen={open !== null} onOpen={setOpen} />
          )}
        </Panel>
        {node !== undefined && (
          <>
            <Separator className="separator" />
            <Panel defaultSize="42%" minSize="340px">
              <ReachDetail key={node.id} reach={reach} node={node} onClose={() => setOpen(null)} />
            </Panel>
          </>
        )}
      </Group>
    </>
  )
}
