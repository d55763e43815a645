import { Button } from '@blueprintjs/core'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createDrawing, type Drawing } from './drawing.ts'
import { type GraphEdge, type GraphNode, layered } from './layers.ts'
import { towards } from './towards.ts'
import './graph.css'

export interface GraphProps {
  readonly label: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  /** Where reading begins: these stand at the left. */
  readonly roots: readonly string[]
  /** Node that has the cursor. */
  readonly chosen: string | null
  readonly onChoose: (id: string | null) => void
  /** Enter or a double click on a node. */
  readonly onOpen: (id: string) => void
  /** What the kinds of nodes and edges mean: a word and the custom property with its colour. */
  readonly legend: readonly { readonly kind: string; readonly says: string; readonly color: string }[]
}

/**
 * Who leads to whom, drawn from left to right. Arrows walk from node to node, Enter opens one, plus and minus zoom, 0 shows
 * everything. It says aloud where one stands; whoever uses it shows the same as a list beside it.
 */
export function Graph({ label, nodes, edges, roots, chosen, onChoose, onOpen, legend }: GraphProps) {
  const frame = useRef<HTMLDivElement>(null)
  const drawing = useRef<Drawing | null>(null)
  const [placed, setPlaced] = useState(() => layered(nodes, edges, roots))
  const acts = { choose: onChoose, open: onOpen }
  const latest = useRef(acts)
  latest.current = acts

  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return
    const made = createDrawing(element, {
      choose: (id) => latest.current.choose(id),
      open: (id) => latest.current.open(id),
    })
    drawing.current = made
    const size = new ResizeObserver(() => made.resize())
    size.observe(element)
    const theme = new MutationObserver(() => made.recolour())
    for (const each of [document.documentElement, document.body]) theme.observe(each, { attributeFilter: ['class'] })
    return () => {
      size.disconnect()
      theme.disconnect()
      made.destroy()
      drawing.current = null
    }
  }, [])

  useLayoutEffect(() => {
    const places = layered(nodes, edges, roots)
    setPlaced(places)
    drawing.current?.draw(nodes, edges, places, legend)
  }, [nodes, edges, roots, legend])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another graph is drawn without its cursor
  useEffect(() => drawing.current?.choose(chosen), [chosen, nodes, edges])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key.startsWith('Arrow')) onChoose(towards(event.key, chosen, placed, edges))
    else if (event.key === 'Enter' && chosen !== null) onOpen(chosen)
    else if (event.key === '+' || event.key === '=') drawing.current?.zoom(1.3)
    else if (event.key === '-') drawing.current?.zoom(1 / 1.3)
    else if (event.key === '0') drawing.current?.fit()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <section className="graph" aria-label={label}>
      <div className="graph-bar">
        <ul className="graph-legend">
          {legend.map(({ kind, says, color }) => (
            <li key={kind}>
              <span className="graph-swatch" style={{ background: `var(${color})` }} />
              {says}
            </li>
          ))}
        </ul>
        <Button
          variant="minimal"
          size="small"
          icon="zoom-in"
          aria-label="Zoom in"
          onClick={() => drawing.current?.zoom(1.3)}
        />
        <Button
          variant="minimal"
          size="small"
          icon="zoom-out"
          aria-label="Zoom out"
          onClick={() => drawing.current?.zoom(1 / 1.3)}
        />
        <Button
          variant="minimal"
          size="small"
          icon="zoom-to-fit"
          aria-label="Show all of the graph"
          onClick={() => drawing.current?.fit()}
        />
      </div>
      {/* The library that draws adds a style element unless something has this id; the page's policy forbids such elements. */}
      <div
        id="__________cytoscape_stylesheet"
        className="graph-frame"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys walk through it, and its name says so
        tabIndex={0}
        aria-label={`${label}. Arrow keys walk from node to node, Enter opens one, plus and minus zoom, 0 shows everything.`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.focus({ preventScroll: true })}
      >
        <div ref={frame} className="graph-canvas" />
      </div>
      <p className="for-readers" role="status">
        {said(chosen, nodes, edges)}
      </p>
    </section>
  )
}

function said(chosen: string | null, nodes: readonly GraphNode[], edges: readonly GraphEdge[]): string {
  const node = nodes.find(({ id }) => id === chosen)
  if (node === undefined) return ''
  const name = (id: string) => nodes.find((one) => one.id === id)?.label ?? id
  const onward = edges.filter(({ from }) => from === chosen).map((edge) => `${edge.label} to ${name(edge.to)}`)
  return `${node.label}. ${onward.length === 0 ? 'Nothing beyond it.' : `Leads on: ${onward.slice(0, 5).join('; ')}.`}`
}
