import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { reveal, rowsAt, scaleOf } from './scale.ts'

export interface ScaledRows {
  /** Height of the element that holds the rows, px. */
  readonly height: number
  readonly first: number
  readonly last: number
  /** Whole rows that fit: how far Page Down goes. */
  readonly page: number
  /** Where a row stands inside that element, px. */
  top(row: number): number
  reveal(row: number, centre?: boolean): void
}

/** Virtual rows inside a scrolling element with a sticky header, over any number of rows (see scale.ts). */
export function useScaledRows(
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
  rowHeight: number,
  headerHeight: number,
): ScaledRows {
  const [viewport, setViewport] = useState(600)
  const [offset, setOffset] = useState(0)
  const now = useRef(0)
  /** The scroll position that we set ourselves; its scroll event says nothing new. */
  const ours = useRef(-1)
  const { height, farthest, ratio } = scaleOf(count, rowHeight, viewport)

  const move = useCallback(
    (to: number) => {
      const next = Math.max(0, Math.min(farthest, to))
      now.current = next
      setOffset(next)
      if (!scroller.current) return
      scroller.current.scrollTop = next / ratio
      ours.current = scroller.current.scrollTop
    },
    [scroller, farthest, ratio],
  )

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setViewport(Math.max(rowHeight, element.clientHeight - headerHeight))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller, rowHeight, headerHeight])

  // Fewer rows than before: what was scrolled to may be gone.
  useLayoutEffect(() => {
    if (now.current > farthest) move(farthest)
  }, [farthest, move])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      if (Math.abs(element.scrollTop - ours.current) < 1) return
      ours.current = -1
      now.current = Math.min(farthest, element.scrollTop * ratio)
      setOffset(now.current)
    }
    const onWheel = (event: WheelEvent) => {
      if (ratio <= 1 || event.ctrlKey || event.shiftKey || event.deltaY === 0) return
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1
      move(now.current + event.deltaY * unit)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
    }
  }, [scroller, farthest, ratio, rowHeight, move])

  const { first, last } = rowsAt(offset, viewport, rowHeight, count)
  const base = ratio > 1 ? (scroller.current?.scrollTop ?? 0) - offset : 0
  return {
    height,
    first,
    last,
    page: Math.max(1, Math.floor(viewport / rowHeight) - 1),
    top: (row) => base + row * rowHeight,
    reveal: useCallback(
      (row: number, centre = false) => {
        const to = reveal(row, now.current, viewport, rowHeight, centre)
        if (to !== now.current) move(to)
      },
      [viewport, rowHeight, move],
    ),
  }
}
