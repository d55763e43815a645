import { useMemo, useState } from 'react'
import type { IamPath } from '../../../shared/iam.ts'
import { count, many } from '../../format.ts'
import { Graph } from '../../parts/graph/graph.tsx'
import { useIam } from '../../state/iam.ts'
import { adminKind, edgeKinds, everyRight, pathGraph } from './path-graph.ts'
import { endOf } from './path-grid.tsx'
import { keyOf, shortName } from './words.ts'

/** Ways as a graph, and beside it as a list the ways that go through the chosen node. */
export function PathsDrawn({ paths }: { readonly paths: readonly IamPath[] }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const { nodes, edges, roots, left } = useMemo(() => pathGraph(paths), [paths])
  const here = useMemo(
    () => (chosen === null ? paths : paths.filter((path) => goesThrough(path, chosen))),
    [paths, chosen],
  )
  const legend = useMemo(
    () => [...edgeKinds.filter(({ kind }) => edges.some((edge) => edge.kind === kind)), adminKind],
    [edges],
  )
  return (
    <div className="iam-drawn">
      <div className="iam-column">
        {left > 0 && (
          <p className="iam-remarks" role="note">
            {many(left, 'way')} {left === 1 ? 'is' : 'are'} not drawn: {count(nodes.length)} nodes are as many as can be
            read. The list has all of them.
          </p>
        )}
        <Graph
          label="Ways to more rights"
          nodes={nodes}
          edges={edges}
          roots={roots}
          chosen={chosen}
          onChoose={setChosen}
          onOpen={(id) => {
            const first = paths.find((path) => goesThrough(path, id))
            if (first !== undefined) useIam.setState({ path: keyOf(first) })
          }}
          legend={legend}
        />
      </div>
      <nav className="found-by iam-beside" aria-label="Paths through the chosen node">
        <p className="quiet">
          {chosen === null
            ? `${many(paths.length, 'way')}: choose a node`
            : `${many(here.length, 'way')} through ${chosen === everyRight ? 'every right' : shortName(chosen)}`}
        </p>
        <ul>
          {here.slice(0, most).map((path) => (
            <li key={keyOf(path)}>
              <button type="button" className="found-line" onClick={() => useIam.setState({ path: keyOf(path) })}>
                <span className={`dot severity-${path.severity}`} />
                <span className="cut">
                  {shortName(path.principal)} → {endOf(path)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {here.length > most && <p className="quiet found-cut">The gravest {count(most)}.</p>}
      </nav>
    </div>
  )
}

const most = 200

function goesThrough({ principal, hops, toAdmin }: IamPath, id: string): boolean {
  if (id === everyRight) return toAdmin
  return principal === id || hops.some(({ from, to, resource }) => from === id || to === id || resource === id)
}
