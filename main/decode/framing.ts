import type { Format } from './format.ts'
import { Lines, type Sink } from './lines.ts'

/** The framed lines of one object, a format each. */
export interface Framing {
  readonly all: ReadonlyMap<Format, Lines>
  lines(format: Format): Lines
  full(): boolean
  flush(): Promise<void>
  close(): Promise<void>
}

/** `flags`: of the object, and so of each of its records. */
export function newFraming(sink: Sink, o: number, flags: readonly string[]): Framing {
  const all = new Map<Format, Lines>()
  let last: Lines | null = null
  let lastFormat: Format | null = null
  return {
    all,
    lines(format) {
      if (last !== null && format === lastFormat) return last
      const lines = all.get(format) ?? new Lines(sink, format.id, o, flags, sink.shredder?.(format) ?? null)
      all.set(format, lines)
      last = lines
      lastFormat = format
      return lines
    },
    full: () => last?.isFull() ?? false,
    async flush() {
      for (const each of all.values()) await each.flush()
    },
    async close() {
      for (const each of all.values()) await each.close()
    },
  }
}
