import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answers } from '../../shared/answers.ts'
import type { Checked } from '../../shared/api.ts'
import type { AuditEntry } from '../../shared/audit.ts'
import type { Signal } from '../../shared/signal.ts'
import { parseAuditLine } from './audit.ts'

interface Found {
  readonly of: string
  /** Where matching lines begin and end in the file, oldest first. */
  readonly places: readonly (readonly [from: number, to: number])[]
  readonly actions: Answers['auditLog']['actions']
}

/**
 * Reads the audit log of a case, newest first. The file is searched once for a question, and again when it has grown;
 * its pages are then read where they lie. Every word has to be in the line, in any case.
 */
export function auditLog(
  casePath: string,
): (input: Checked<'auditLog'>, signal: Signal) => Promise<Answers['auditLog']> {
  let last: Found | null = null
  return async ({ search, action, offset, limit }, signal) => {
    const file = await open(join(casePath, 'audit.jsonl'), 'r')
    try {
      const { size } = await file.stat()
      const of = JSON.stringify([size, search, action])
      if (last?.of !== of) last = { of, ...(await find(file, size, search, action, signal)) }
      const { places, actions } = last
      const end = places.length - offset
      const rows: AuditEntry[] = []
      for (const [from, to] of places.slice(Math.max(0, end - limit), Math.max(0, end)).reverse()) {
        const { buffer } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
        rows.push(entryOf(buffer.toString('utf8')))
      }
      return { total: places.length, actions, rows }
    } finally {
      await file.close()
    }
  }
}

type File = Awaited<ReturnType<typeof open>>
const atOnce = 1 << 20

async function find(
  file: File,
  size: number,
  search: string,
  action: string | null,
  signal: Signal,
): Promise<Omit<Found, 'of'>> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const places: [number, number][] = []
  const counts = new Map<string, number>()
  for await (const [from, line] of lines(file, size)) {
    signal.throwIfAborted()
    const text = line.toString('utf8')
    const lower = text.toLowerCase()
    if (!words.every((word) => lower.includes(word))) continue
    const own = entryOf(text).action
    counts.set(own, (counts.get(own) ?? 0) + 1)
    if (action === null || action === own) places.push([from, from + line.length])
  }
  const actions = [...counts].map(([action, lines]) => ({ action, lines })).sort((a, b) => b.lines - a.lines)
  return { places, actions }
}

async function* lines(file: File, size: number): AsyncGenerator<readonly [from: number, line: Buffer]> {
  let rest = Buffer.alloc(0)
  let begins = 0
  for (let at = 0; at < size; ) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(atOnce, size - at)), 0, undefined, at)
    if (bytesRead === 0) break
    at += bytesRead
    const piece = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
    let from = 0
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      if (end > from) yield [begins + from, piece.subarray(from, end)]
      from = end + 1
    }
    rest = piece.subarray(from)
    begins += from
  }
  if (rest.length > 0) yield [begins, rest]
}

/** What is no audit line, because a crash tore it or somebody wrote it, is shown for what it is. */
function entryOf(text: string): AuditEntry {
  const line = parseAuditLine(text)
  if (!line)
    return { seq: null, at: null, who: null, action: 'no audit line', details: text.slice(0, 10_000), hash: null }
  const { seq, at, who, action, details, hash } = line
  return { seq, at, who, action, details: JSON.stringify(details, null, 1), hash }
}
