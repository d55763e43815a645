import { createHash } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** One line of audit.jsonl: what was done to the case. `hash` covers all the rest, so also the line before it. */
export interface AuditLine {
  readonly seq: number
  /** ISO 8601 UTC. */
  readonly at: string
  /** user@host of the operating system. */
  readonly who: string
  readonly action: string
  readonly details: unknown
  readonly previous: string | null
  readonly hash: string
}

/**
 * The audit log of an open case: append-only, each line chained to the one before. It is on the disk before we go on,
 * but for a line that may wait for that until the next.
 */
export class Audit {
  readonly #file: number
  readonly #who: string
  #seq: number
  #previous: string | null

  private constructor(file: number, who: string, last: AuditLine | null) {
    this.#file = file
    this.#who = who
    this.#seq = last?.seq ?? 0
    this.#previous = last?.hash ?? null
  }

  /** Opens or begins the log. A last line that a crash tore stays as it is; the log goes on after it and says so. */
  static open(casePath: string, who: string): Audit {
    const file = openSync(auditPath(casePath), 'a+')
    const { last, torn } = tail(file)
    if (torn.length === 0) return new Audit(file, who, last)
    const whole = parseAuditLine(torn.toString('utf8'))
    const audit = new Audit(file, who, whole ?? last)
    writeSync(file, '\n')
    if (!whole) audit.append('audit-torn-line', { bytes: torn.length, sha256: sha256(torn) })
    return audit
  }

  /** The newest line, for who wants to know later that it is still there. */
  get newest(): { readonly line: number; readonly sha256: string } | null {
    return this.#previous === null ? null : { line: this.#seq, sha256: this.#previous }
  }

  /** `details` must be plain JSON without secrets: the log travels with the case. */
  append(action: string, details: unknown, mayWait = false): void {
    const line = {
      seq: this.#seq + 1,
      at: new Date().toISOString(),
      who: this.#who,
      action,
      details: details ?? null,
      previous: this.#previous,
    }
    const hash = lineHash(line)
    writeSync(this.#file, `${JSON.stringify({ ...line, hash })}\n`)
    if (!mayWait) fsyncSync(this.#file)
    this.#seq = line.seq
    this.#previous = hash
  }

  /** What could wait for the disk has waited long enough. */
  close(): void {
    fsyncSync(this.#file)
    closeSync(this.#file)
  }
}

/**
 * Walks the chain. `problems` tells each line that was altered, removed or put in, and each torn one; a torn line that
 * the log itself noted is no sign of tampering and is only counted. What the log says to have been changed while nobody had
 * the case open is a problem ever after. `newest`: the line that must be the last one, where that is known.
 */
export async function verifyAudit(
  casePath: string,
  newest: Audit['newest'] = null,
): Promise<{ readonly lines: number; readonly torn: number; readonly problems: readonly string[] }> {
  const problems: string[] = []
  let lines = 0
  let torn = 0
  let last: AuditLine | null = null
  let tornBefore: { readonly at: number; readonly sha256: string } | null = null
  let number = 0
  const file = await open(auditPath(casePath), 'r')
  try {
    for await (const text of file.readLines()) {
      number++
      const line = parseAuditLine(text)
      if (!line) {
        if (tornBefore) problems.push(`line ${tornBefore.at} is no audit line`)
        tornBefore = { at: number, sha256: sha256(Buffer.from(text)) }
        continue
      }
      if (tornBefore) {
        if (line.action === 'audit-torn-line' && noted(line.details) === tornBefore.sha256) torn++
        else problems.push(`line ${tornBefore.at} is no audit line`)
        tornBefore = null
      }
      lines++
      if (lineHash(line) !== line.hash)
        problems.push(`line ${number} (seq ${line.seq}) was altered: its hash is another`)
      if (line.seq !== (last?.seq ?? 0) + 1 || line.previous !== (last?.hash ?? null)) {
        problems.push(`line ${number} (seq ${line.seq}) does not follow the line before it (seq ${last?.seq ?? 0})`)
      }
      if (line.action === changedOutside)
        problems.push(...changesNoted(line.details).map((change) => `before line ${number} (${line.at}): ${change}`))
      last = line
    }
    if (tornBefore) torn++
  } finally {
    await file.close()
  }
  if (newest !== null && last?.hash !== newest.sha256)
    problems.push(`the log ends with seq ${last?.seq ?? 0}, and line ${newest.line} was written last: it was cut`)
  return { lines, torn, problems }
}

/** What a case says that was changed behind its back. */
export const changedOutside = 'changed-outside'

function changesNoted(details: unknown): readonly string[] {
  const found = (details as { found?: unknown } | null)?.found
  return Array.isArray(found) ? found.map(String) : []
}

function auditPath(casePath: string): string {
  return join(casePath, 'audit.jsonl')
}

/** SHA-256 of the line as it is written but for its hash, keys in the order of `AuditLine`. */
function lineHash({ seq, at, who, action, details, previous }: Omit<AuditLine, 'hash'>): string {
  return sha256(Buffer.from(JSON.stringify({ seq, at, who, action, details, previous })))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function noted(details: unknown): unknown {
  return typeof details === 'object' && details !== null && 'sha256' in details ? details.sha256 : null
}

const tailBytes = 65_536

/** The last whole line that is an audit line, and what stands after the last line end. Reads backwards as far as it must. */
function tail(file: number): { readonly last: AuditLine | null; readonly torn: Buffer } {
  const { size } = fstatSync(file)
  for (let bytes = Math.min(size, tailBytes); ; bytes = Math.min(size, bytes * 4)) {
    const buffer = Buffer.alloc(bytes)
    readSync(file, buffer, 0, bytes, size - bytes)
    const end = buffer.lastIndexOf(10)
    const torn = buffer.subarray(end + 1)
    const last = lastLine(buffer.subarray(0, Math.max(end, 0)).toString('utf8').split('\n'), bytes === size)
    if (last || bytes === size) return { last, torn }
  }
}

function lastLine(lines: readonly string[], fromTheStart: boolean): AuditLine | null {
  for (let i = lines.length - 1; i >= (fromTheStart ? 0 : 1); i--) {
    const line = parseAuditLine(lines[i] as string)
    if (line) return line
  }
  return null
}

/** A line of the log; null: it is none. Whether its hash is right is another question. */
export function parseAuditLine(text: string): AuditLine | null {
  try {
    const line = JSON.parse(text)
    const sound =
      Number.isSafeInteger(line.seq) &&
      [line.at, line.who, line.action, line.hash].every((value) => typeof value === 'string')
    return sound ? line : null
  } catch {
    return null
  }
}
