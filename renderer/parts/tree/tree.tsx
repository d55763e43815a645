import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react'
import type { Json } from './json.ts'
import { lines, type Path, type TreeNode, usuallyShown } from './nodes.ts'
import './tree.css'

/** A line of the tree, for a menu about it. */
export interface TreeSpot {
  readonly path: Path
  readonly value: Json
  /** Where a menu opens: page coordinates, px. */
  readonly place: { readonly x: number; readonly y: number }
}

export interface TreeProps {
  readonly label: string
  readonly value: Json
  /** Levels that are open at first. */
  readonly depth: number
  /** Shows only lines that hold this text. */
  readonly find?: string
  /** Makes control characters and the like visible. */
  readonly visible: (text: string) => string
  /** Right click, `m` or the menu key. */
  readonly onMenu?: (spot: TreeSpot) => void
  /** Any other key on a line; true when it meant something. */
  readonly onKey?: (key: KeyboardEvent, spot: TreeSpot) => boolean
}

const longest = 4000

/** JSON as a tree that works by keyboard and screen reader alike. Text that holds JSON (a policy) opens like any object. */
export function Tree({ label, value, depth, find = '', visible, onMenu, onKey }: TreeProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [shown, setShown] = useState<ReadonlyMap<string, number>>(new Map())
  const [active, setActive] = useState<string | null>(null)
  const nodes = useMemo(
    () => lines(value, { turned, shown, depth, find: find.toLowerCase() }),
    [value, turned, shown, depth, find],
  )
  const at = Math.max(
    0,
    nodes.findIndex((node) => node.id === active),
  )

  const turn = (node: TreeNode, open = !node.open) => {
    if (node.kind === 'more')
      setShown(new Map(shown).set(node.id.slice(0, -1), (shown.get(node.id.slice(0, -1)) ?? usuallyShown) + 500))
    else if (node.open !== null) setTurned(new Map(turned).set(node.id, open))
  }
  const focus = (index: number) => {
    const node = nodes[Math.max(0, Math.min(nodes.length - 1, index))]
    if (!node) return
    setActive(node.id)
    list.current?.querySelector<HTMLElement>(`[data-at="${nodes.indexOf(node)}"]`)?.focus()
  }
  const spot = (node: TreeNode, place: TreeSpot['place']): TreeSpot => ({ path: node.path, value: node.value, place })

  const onKeyDown = (event: KeyboardEvent) => {
    const node = nodes[at]
    if (!node || event.defaultPrevented) return
    const { left = 0, bottom = 0 } = list.current?.querySelector(`[data-at="${at}"]`)?.getBoundingClientRect() ?? {}
    const here = spot(node, { x: left + 24, y: bottom })
    if (isMenuKey(event)) onMenu?.(here)
    else if (!move(event, node) && !onKey?.(event, here)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const move = (event: KeyboardEvent, node: TreeNode): boolean => {
    if (event.altKey || event.ctrlKey || event.metaKey) return false
    switch (event.key) {
      case 'ArrowDown':
      case 'j':
        focus(at + 1)
        return true
      case 'ArrowUp':
      case 'k':
        focus(at - 1)
        return true
      case 'Home':
        focus(0)
        return true
      case 'End':
        focus(nodes.length - 1)
        return true
      case 'ArrowRight':
        if (node.open === false) turn(node, true)
        else if (node.open) focus(at + 1)
        return true
      case 'ArrowLeft':
        if (node.open) turn(node, false)
        else focus(nodes.findLastIndex((other, index) => index < at && other.level < node.level))
        return true
      case 'Enter':
      case ' ':
        turn(node)
        return true
      case '*':
        setTurned(
          new Map([
            ...turned,
            ...nodes.filter((other) => other.level === node.level).map((other) => [other.id, true] as const),
          ]),
        )
        return true
      default:
        return false
    }
  }
  const onContextMenu = (event: MouseEvent, node: TreeNode) => {
    if (!onMenu || node.kind === 'more') return
    event.preventDefault()
    setActive(node.id)
    onMenu(spot(node, { x: event.clientX, y: event.clientY }))
  }

  return (
    <div className="tree" role="tree" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {nodes.map((node, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for all its lines
        <div
          key={node.id}
          id={`${id}-${index}`}
          data-at={index}
          role="treeitem"
          aria-level={node.level}
          aria-expanded={node.open ?? undefined}
          aria-selected={index === at}
          tabIndex={index === at ? 0 : -1}
          className={`tree-line${node.level === 1 ? ' tree-top' : ''}`}
          style={{ paddingLeft: (node.level - 1) * 14 + 4 }}
          onFocus={() => setActive(node.id)}
          onClick={() => {
            // Selecting text with the mouse ends in a click too.
            if (getSelection()?.isCollapsed !== false) turn(node)
          }}
          onContextMenu={(event) => onContextMenu(event, node)}
        >
          <span
            className={`tree-caret${node.open === null ? '' : node.open ? ' tree-opened' : ' tree-closed'}`}
            aria-hidden="true"
          />
          {node.kind === 'more' ? (
            <span className="tree-more">{node.size.toLocaleString('en-US')} more</span>
          ) : (
            <>
              <span className="tree-key">{visible(String(node.path.at(-1)))}</span>
              <TreeValue node={node} visible={visible} />
            </>
          )}
        </div>
      ))}
    </div>
  )
}

function TreeValue({ node, visible }: { readonly node: TreeNode; readonly visible: (text: string) => string }) {
  if (node.kind === 'object' || node.kind === 'list') {
    if (node.level === 1 && !node.wasText) return null
    const size = node.kind === 'list' ? `[${node.size}]` : `{${node.size}}`
    return <span className="tree-size">{node.wasText ? `${size} logged as text` : size}</span>
  }
  const text = String(node.value)
  const cut = text.length > longest
  return (
    <span className={`tree-value tree-${node.kind}`}>
      {text === '' ? <span className="tree-size">empty text</span> : visible(cut ? text.slice(0, longest) : text)}
      {cut && <span className="tree-size"> … {text.length.toLocaleString('en-US')} characters, whole in Raw</span>}
    </span>
  )
}

function isMenuKey(event: KeyboardEvent): boolean {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  return event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey) || (event.key === 'm' && plain)
}
