/** A line of the audit log for reading. */
export interface AuditEntry {
  /** Its number; null: it is no line that Coldtrail wrote. */
  readonly seq: number | null
  /** ISO 8601 UTC. */
  readonly at: string | null
  /** user@host of the operating system. */
  readonly who: string | null
  /** What was done, such as import-begun. */
  readonly action: string
  /** What is written down about it, as JSON text. */
  readonly details: string
  /** SHA-256 over the line and the hash of the line before it. */
  readonly hash: string | null
}

/** The line of the audit log that says who wrote a file, and when. */
export interface WrittenHere {
  readonly line: number
  /** ISO 8601 UTC. */
  readonly at: string
  /** user@host. */
  readonly by: string
}
