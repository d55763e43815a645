import { type RefObject, useLayoutEffect, useState } from 'react'

/** Width inside an element, without its scroll bar, px; 0 until it is there. */
export function useRoom(element: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(0)
  useLayoutEffect(() => {
    const found = element.current
    if (!found) return
    const measure = () => setRoom(found.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(found)
    return () => observer.disconnect()
  }, [element])
  return room
}
