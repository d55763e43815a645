import { Icon, type IconName } from '@blueprintjs/core'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { Kbd } from '../shortcuts/kbd.tsx'
import './menu-for-value.css'

export interface ValueAct {
  readonly id: string
  readonly icon: IconName
  readonly does: string
  /** Written as in parts/shortcuts; the same key works in the menu. */
  readonly keys?: string
  /** Starts a new group. */
  readonly apart?: boolean
  run(): void
}

export interface MenuForValueProps {
  /** What the menu is about: a column and its value, as they are shown. */
  readonly title: string
  readonly value: string
  readonly acts: readonly ValueAct[]
  readonly place: { readonly x: number; readonly y: number }
  readonly onClose: () => void
}

/** What can be done with one value. The focus goes in when it opens and back where it was when it closes. */
export function MenuForValue({ title, value, acts, place, onClose }: MenuForValueProps) {
  const menu = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const [shift, setShift] = useState({ x: 0, y: 0 })

  useLayoutEffect(() => {
    const before = document.activeElement
    const box = menu.current?.getBoundingClientRect()
    if (box) {
      setShift({
        x: Math.min(0, innerWidth - 8 - (place.x + box.width)),
        y: Math.min(0, innerHeight - 8 - (place.y + box.height)),
      })
    }
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [place])

  useEffect(() => {
    menu.current?.querySelector<HTMLElement>(`[data-at="${at}"]`)?.focus({ preventScroll: true })
  }, [at])

  useEffect(() => {
    const outside = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) onClose()
    }
    document.addEventListener('pointerdown', outside, true)
    document.addEventListener('wheel', outside, true)
    addEventListener('blur', onClose)
    addEventListener('resize', onClose)
    return () => {
      document.removeEventListener('pointerdown', outside, true)
      document.removeEventListener('wheel', outside, true)
      removeEventListener('blur', onClose)
      removeEventListener('resize', onClose)
    }
  }, [onClose])

  const run = (act: ValueAct | undefined) => {
    onClose()
    act?.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = steps[event.key]
    const act = acts.find((each) => each.keys !== undefined && each.keys === pressed(event))
    if (event.key === 'Escape' || event.key === 'Tab') onClose()
    else if (step !== undefined) setAt((at + step + acts.length) % acts.length)
    else if (event.key === 'Home' || event.key === 'End') setAt(event.key === 'Home' ? 0 : acts.length - 1)
    else if (event.key === 'Enter' || event.key === ' ') run(acts[at])
    else if (act) run(act)
    event.preventDefault()
  }

  return createPortal(
    <div
      className="value-menu"
      ref={menu}
      role="menu"
      tabIndex={-1}
      aria-label={`${title}: ${value}`}
      style={{ left: place.x + shift.x, top: place.y + shift.y }}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      <div className="value-menu-title">
        <span className="quiet">{title}</span>
        <span className="value-menu-value">{value === '' ? <em>no value</em> : value}</span>
      </div>
      {acts.map((act, index) => (
        <button
          key={act.id}
          type="button"
          role="menuitem"
          data-at={index}
          tabIndex={index === at ? 0 : -1}
          className={act.apart ? 'value-menu-apart' : undefined}
          onPointerEnter={() => setAt(index)}
          onClick={() => run(act)}
        >
          <Icon icon={act.icon} size={14} />
          <span>{act.does}</span>
          {act.keys !== undefined && <Kbd keys={act.keys} />}
        </button>
      ))}
    </div>,
    document.querySelector('main') ?? document.body,
  )
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

function pressed(event: KeyboardEvent): string {
  return event.shiftKey ? `shift+${event.key.toLowerCase()}` : event.key
}
