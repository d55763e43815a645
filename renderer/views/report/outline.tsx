import { Icon } from '@blueprintjs/core'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import type { Block } from '../../../shared/report/block.ts'
import { blockKinds } from '../../../shared/report/kinds.ts'
import { visible } from '../../format.ts'
import { useDesk } from '../../state/report.ts'
import { kindIcons } from './kind-icons.ts'
import { beforeAfterDrop, titleOf } from './order.ts'

/** The blocks in their order: chosen by click or arrows, moved by dragging (or by Alt and arrows). */
export function Outline({
  blocks,
  shown,
  readOnly,
  onMove,
}: {
  readonly blocks: readonly Block[]
  readonly shown: number
  readonly readOnly: boolean
  readonly onMove: (id: number, before: number | null) => void
}) {
  const [dragged, setDragged] = useState<number | null>(null)
  /** Between which blocks it would fall, from 0. */
  const [gap, setGap] = useState<number | null>(null)
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a block that moved is looked for in its new place
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>('[aria-selected=true]')
    chosen?.scrollIntoView({ block: 'nearest' })
    if (list.current?.contains(document.activeElement)) chosen?.focus()
  }, [shown, blocks])
  const over = (event: DragEvent<HTMLElement>, at: number) => {
    if (dragged === null) return
    event.preventDefault()
    const { top, height } = event.currentTarget.getBoundingClientRect()
    setGap(event.clientY < top + height / 2 ? at : at + 1)
  }
  const end = () => {
    setDragged(null)
    setGap(null)
  }
  const drop = (event: DragEvent<HTMLElement>) => {
    if (dragged === null || gap === null) return
    event.preventDefault()
    const before = beforeAfterDrop(blocks, dragged, gap)
    if (before !== undefined) onMove(dragged, before)
    end()
  }
  return (
    <div
      ref={list}
      className="desk-outline"
      role="listbox"
      aria-label="Blocks of the report"
      onDrop={drop}
      tabIndex={-1}
    >
      {blocks.map((block, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the view choose blocks, wherever the focus is
        <div
          key={block.id}
          role="option"
          aria-selected={block.id === shown}
          tabIndex={block.id === shown ? 0 : -1}
          className={className(at, gap, block.id === dragged)}
          draggable={!readOnly}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move'
            event.dataTransfer.setData('text/plain', titleOf(block))
            setDragged(block.id)
          }}
          onDragOver={(event) => over(event, at)}
          onDragEnd={end}
          onClick={() => useDesk.setState({ open: block.id })}
        >
          <span className="desk-number">{at + 1}</span>
          <Icon icon={kindIcons[block.content.kind]} size={14} title={blockKinds[block.content.kind].title} />
          <span className="cut" title={visible(titleOf(block))}>
            {visible(titleOf(block))}
          </span>
        </div>
      ))}
    </div>
  )

  function className(at: number, gap: number | null, isDragged: boolean): string {
    const parts = ['desk-line']
    if (isDragged) parts.push('desk-dragged')
    if (gap === at) parts.push('desk-gap-above')
    if (gap === blocks.length && at === blocks.length - 1) parts.push('desk-gap-below')
    return parts.join(' ')
  }
}
