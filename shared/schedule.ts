/** Which sources run by themselves while the case is open, and when next. */
export interface Schedule {
  /** False where nothing runs by itself: no window and no `coldtrail serve` has the case open, or it is read-only. */
  readonly active: boolean
  readonly sources: readonly ScheduledSource[]
}

/** A source that has an interval, or runs when the case is opened. */
export interface ScheduledSource {
  readonly source: string
  /** ISO 8601 UTC; null: no further run is due. */
  readonly nextAt: string | null
  /** Its run is due and waits for the import or collection that goes on: runs never overlap. */
  readonly waiting: boolean
  /** How often it was due while another run went on, since the case was opened. */
  readonly overtaken: number
  /** Why it does not run by itself although it says so; or why its last run did not start. */
  readonly held: string | null
}
