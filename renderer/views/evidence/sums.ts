import type { ObjectState } from '../../../shared/case.ts'
import type { LedgerSum } from '../../../shared/ledger.ts'

export type Sum = Omit<LedgerSum, 'state' | 'format'>

/** The lines of a state and format (null: of all, '': of none) added up. */
export function sumOf(lines: readonly LedgerSum[], state: ObjectState | null, format: string | null): Sum {
  return lines
    .filter((line) => (state === null || line.state === state) && (format === null || (line.format ?? '') === format))
    .reduce<Sum>(
      (sum, line) => ({
        objects: sum.objects + line.objects,
        bytes: sum.bytes + line.bytes,
        events: sum.events + line.events,
        duplicates: sum.duplicates + line.duplicates,
        conflicts: sum.conflicts + line.conflicts,
        bad_records: sum.bad_records + line.bad_records,
      }),
      { objects: 0, bytes: 0, events: 0, duplicates: 0, conflicts: 0, bad_records: 0 },
    )
}
