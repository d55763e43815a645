import type { KeyContext } from './key-context.ts'
import type { Row } from './text-row.ts'

/** How a log of text is told and read. */
export interface TextLayout {
  /** Whether a line is a record of this log. */
  matches(line: string): boolean
  /** Whether this is its own kind of first line, which names the columns. */
  isHeading?(line: string): boolean
  /** A reader for one object. */
  reader(context: KeyContext): RowReader
}

export interface RowReader {
  /** A line that names the columns of those behind it. */
  heading(line: string): void
  /** Fills the row from b[from, to); null, or why that is no record. */
  read(b: Buffer, from: number, to: number, row: Row): string | null
}
