import cytoscape from 'cytoscape'
import { columnWidth, type GraphEdge, type GraphNode, type Placed } from './layers.ts'

/** A graph on a canvas, apart from the component that holds it. */
export interface Drawing {
  draw(
    nodes: readonly GraphNode[],
    edges: readonly GraphEdge[],
    placed: readonly Placed[],
    kinds: readonly { readonly kind: string; readonly color: string }[],
  ): void
  /** Marks a node and what it is linked with, and brings it into sight; null: nothing. */
  choose(id: string | null): void
  zoom(factor: number): void
  fit(): void
  resize(): void
  /** The theme has changed. */
  recolour(): void
  destroy(): void
}

interface DrawingEvents {
  choose(id: string | null): void
  open(id: string): void
}

/** Draws into an element. Names of nodes are text on a canvas: they cannot become markup. */
export function createDrawing(element: HTMLElement, events: DrawingEvents): Drawing {
  let kinds: readonly { readonly kind: string; readonly color: string }[] = []
  const cy = cytoscape({
    container: element,
    style: styles(element, kinds),
    boxSelectionEnabled: false,
    autounselectify: true,
    minZoom: 0.05,
    maxZoom: 2.5,
  })
  cy.on('tap', (event) => {
    const id = event.target === cy ? null : event.target.isNode() ? String(event.target.id()) : undefined
    if (id !== undefined) events.choose(id)
  })
  cy.on('dbltap', 'node', (event) => events.open(String(event.target.id())))

  const showAll = () => {
    cy.fit(undefined, 24)
    // A graph of two nodes is not blown up to fill the window.
    if (cy.zoom() > 1.1) {
      cy.zoom(1.1)
      cy.center()
    }
  }
  /** Where everything would be too small to read, one begins to read at the first of the nodes. */
  const begin = (placed: readonly Placed[]) => {
    showAll()
    const [first] = placed
    if (cy.zoom() >= readable || first === undefined) return
    cy.zoom(readable)
    const rows = placed.filter(({ x }) => x === first.x).map(({ y }) => y)
    const [top, bottom] = [Math.min(...rows), Math.max(...rows)]
    const fits = (bottom - top) * readable < cy.height() - 80
    const y = fits ? cy.height() / 2 - ((top + bottom) / 2) * readable : 40 - top * readable
    cy.pan({ x: (140 - first.x) * readable, y })
  }
  const reveal = (node: cytoscape.NodeCollection) => {
    const { x1, y1, x2, y2 } = node.renderedBoundingBox()
    if (x1 < 0 || y1 < 0 || x2 > cy.width() || y2 > cy.height()) cy.center(node)
  }
  return {
    draw(nodes, edges, placed, legend) {
      kinds = legend
      cy.style(styles(element, kinds))
      const at = new Map(placed.map(({ id, x, y }) => [id, { x, y }]))
      cy.elements().remove()
      cy.add([
        ...nodes.map(({ id, label, kind, strong }) => ({
          group: 'nodes' as const,
          data: { id, label, kind },
          position: at.get(id) ?? { x: 0, y: 0 },
          classes: strong === true ? 'strong' : '',
        })),
        ...edges.map(({ from, to, label, kind }, index) => ({
          group: 'edges' as const,
          data: { id: `edge ${index}`, source: from, target: to, label: breakable(label), kind },
          classes: isNext(at.get(from), at.get(to)) ? 'next' : '',
        })),
      ])
      begin(placed)
    },
    choose(id) {
      cy.elements().removeClass('chosen near far')
      if (id === null) return
      const node = cy.getElementById(id)
      if (node.empty()) return
      const near = node.closedNeighborhood()
      cy.elements().difference(near).addClass('far')
      near.edges().addClass('near')
      node.addClass('chosen')
      reveal(node)
    },
    zoom(factor) {
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } })
    },
    fit: showAll,
    resize() {
      cy.resize()
      const chosen = cy.nodes('.chosen')
      if (chosen.nonempty()) reveal(chosen)
    },
    recolour: () => cy.style(styles(element, kinds)),
    destroy: () => cy.destroy(),
  }
}

type Point = { readonly x: number; readonly y: number }

function isNext(from: Point | undefined, to: Point | undefined): boolean {
  return from !== undefined && to !== undefined && to.x - from.x === columnWidth
}

/** Words that are joined by hyphens may go on in another line. */
function breakable(label: string): string {
  return label.replaceAll('-', '-\u200b')
}

const readable = 0.65

function styles(
  element: HTMLElement,
  kinds: readonly { readonly kind: string; readonly color: string }[],
): cytoscape.StylesheetJson {
  const read = getComputedStyle(element)
  const colour = (name: string) => read.getPropertyValue(name).trim()
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        width: 210,
        height: 30,
        label: 'data(label)',
        'text-valign': 'center',
        'text-halign': 'center',
        'text-wrap': 'ellipsis',
        'text-max-width': '194px',
        'font-size': 12,
        'min-zoomed-font-size': 6,
        'font-family': read.fontFamily,
        color: colour('--text'),
        'background-color': colour('--panel'),
        'border-width': 1.5,
        'border-color': colour('--line-strong'),
        'overlay-opacity': 0,
      },
    },
    {
      selector: 'edge',
      style: {
        width: 1.5,
        'curve-style': 'bezier',
        'line-color': colour('--line-strong'),
        'target-arrow-color': colour('--line-strong'),
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.9,
        'font-size': 11,
        'min-zoomed-font-size': 6,
        'font-family': read.fontFamily,
        color: colour('--text'),
        'text-background-color': colour('--panel'),
        'text-background-opacity': 0.92,
        'text-background-padding': '2px',
        'text-wrap': 'wrap',
        'text-max-width': '106px',
        'overlay-opacity': 0,
      },
    },
    // Into the next column: down or up beside the node, then straight to the target, so that what is written there is free.
    {
      selector: 'edge.next',
      style: {
        'curve-style': 'taxi',
        'taxi-direction': 'rightward',
        'taxi-turn': 8,
        'taxi-turn-min-distance': 0,
      },
    },
    ...kinds.flatMap(({ kind, color }) => [
      { selector: `node[kind = "${kind}"]`, style: { 'border-color': colour(color) } },
      {
        selector: `edge[kind = "${kind}"]`,
        style: { 'line-color': colour(color), 'target-arrow-color': colour(color) },
      },
    ]),
    { selector: 'node.strong', style: { 'border-width': 3, 'font-weight': 'bold' } },
    { selector: '.far', style: { opacity: 0.35 } },
    {
      selector: 'edge.near',
      style: { 'target-label': 'data(label)', 'target-text-offset': 60, width: 2.5, 'z-index': 1 },
    },
    { selector: 'node.chosen', style: { 'background-color': colour('--selected'), 'border-width': 3 } },
  ]
}
