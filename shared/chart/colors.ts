import { type FacetName, outcomes, severities } from '../event.ts'

/** Name of the CSS variable for a value: outcomes and severities keep their own, everything else takes one by its rank. */
export function colorOf(column: FacetName, value: string, rank: number): string {
  if (column === 'outcome' && (outcomes as readonly string[]).includes(value)) return `--outcome-${value}`
  if ((column === 'severity' || column === 'level') && (severities as readonly string[]).includes(value))
    return `--severity-${value}`
  return value === 'other' || value === 'none' || rank >= 8 ? '--series-other' : `--series-${rank + 1}`
}
