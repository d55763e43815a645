import { isUtf8 } from 'node:buffer'

/** A view that slides over bytes which arrive in pieces: what lies before `at` is done with. */
export interface Window {
  bytes: Buffer
  at: number
  /** Offset of bytes[0] in the whole. */
  base: number
  /** The bytes in view are sound UTF-8; a piece that ends inside a character counts as unsound. */
  isText: boolean
  /** Widens the view to at least twice what is not done with; false when nothing more comes. */
  more(): Promise<boolean>
}

export function openWindow(pieces: AsyncIterable<Buffer>): Window {
  const source = pieces[Symbol.asyncIterator]()
  const window: Window = {
    bytes: Buffer.alloc(0),
    at: 0,
    base: 0,
    isText: true,
    async more() {
      const rest = window.bytes.subarray(window.at)
      const parts = [rest]
      let arrived = 0
      do {
        const next = await source.next()
        if (next.done === true) break
        parts.push(next.value)
        arrived += next.value.length
      } while (arrived < rest.length)
      if (arrived === 0) return false
      window.base += window.at
      window.bytes = rest.length === 0 && parts.length === 2 ? (parts[1] as Buffer) : Buffer.concat(parts)
      window.at = 0
      window.isText = isUtf8(window.bytes)
      return true
    },
  }
  return window
}
