import { Button } from '@blueprintjs/core'
import type { IamNode, IamReach } from '../../../shared/iam-state.ts'
import { many, visible } from '../../format.ts'
import { showIdentity, useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { Part } from './detail.tsx'
import { HopLine } from './hop-line.tsx'
import { hopOf, sayNode, wayTo } from './reach-graph.ts'
import { isIdentity, sayDays } from './words.ts'

/** Something within reach: the steps that lead to it, and what else does. */
export function ReachDetail({
  reach,
  node,
  onClose,
}: {
  readonly reach: IamReach
  readonly node: IamNode
  readonly onClose: () => void
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const names = new Map(reach.nodes.map((each) => [each.id, isIdentity(each.id) ? each.id : sayNode(each)]))
  const way = wayTo(reach, node.id)
  const others = reach.edges.filter((edge) => edge.to === node.id && !way.includes(edge))
  const severity = node.isAdmin ? 'critical' : 'high'
  return (
    <aside className="iam-detail" aria-label="Within reach">
      <header>
        <div>
          <p className="iam-chips">
            <span className="chip">{node.kind}</span>
            {node.isAdmin && <span className="chip chip-bad">every right</span>}
          </p>
          <h2 className="iam-title anywhere">{sayNode(node)}</h2>
        </div>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close what is within reach" onClick={onClose} />
      </header>
      {isIdentity(node.id) && (
        <p className="iam-acts">
          <Button size="small" icon="person" text="Show identity" onClick={() => showIdentity(node.id)} />
          <Button
            size="small"
            icon="graph"
            text="What it reaches"
            onClick={() => useIam.setState({ reach: node.id })}
          />
        </p>
      )}
      {way.length === 0 ? (
        <p className="iam-text">Here it begins.</p>
      ) : (
        <Part title={many(way.length, 'step')}>
          <ol className="iam-hops">
            {way.map((edge) => (
              <HopLine key={`${edge.from} ${edge.to}`} hop={hopOf({ edge, names })} severity={severity} />
            ))}
          </ol>
        </Part>
      )}
      {others.length > 0 && (
        <Part title={`${many(others.length, 'other step leads', 'other steps lead')} to it`}>
          <ol className="iam-hops">
            {others.slice(0, most).map((edge) => (
              <HopLine key={`${edge.from} ${edge.method}`} hop={hopOf({ edge, names })} severity={severity} />
            ))}
          </ol>
          {others.length > most && <p className="quiet found-cut">The first {most}.</p>}
        </Part>
      )}
      {way.some(({ used }) => used === null) && <p className="quiet iam-text">{visible(sayDays(reach.logs, utc))}</p>}
    </aside>
  )
}

const most = 20
