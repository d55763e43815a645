import type { IamSnapshot } from '../../../shared/iam-state.ts'

/** What is known of when a piece of evidence was taken. */
export interface Dates {
  readonly uri: string
  /** What the person said; it counts for everything that has no time of its own. */
  readonly told: string | null
  /** GeneratedTime of a credential report. */
  readonly generated: string | null
  /** Of the file or object. */
  readonly modified: string | null
  /** The newest time in it: it cannot be older. */
  readonly newest: string | null
}

/**
 * When evidence shows the state of. Answers of get-account-authorization-details have no date of their own: that in the
 * name is believed first, then that of the file, and never one before the newest time in it.
 */
export function takenAt({ uri, told, generated, modified, newest }: Dates): Pick<IamSnapshot, 'takenAt' | 'because'> {
  const named = dateIn(uri)
  const found =
    named !== null
      ? ({ takenAt: named, because: 'named' } as const)
      : generated !== null
        ? ({ takenAt: generated, because: 'report' } as const)
        : told !== null
          ? ({ takenAt: told, because: 'told' } as const)
          : modified !== null
            ? ({ takenAt: modified, because: 'file' } as const)
            : null
  if (newest !== null && (found === null || Date.parse(found.takenAt) < Date.parse(newest)))
    return { takenAt: iso(newest), because: 'content' }
  return found === null
    ? { takenAt: new Date(0).toISOString(), because: 'content' }
    : { ...found, takenAt: iso(found.takenAt) }
}

/** 2026-03-14T10:15:00Z, 20260314T101500Z, 2026-03-14_10-15 or 2026-03-14 in the name of the file; a day alone is its end. */
function dateIn(uri: string): string | null {
  const name = uri.slice(uri.lastIndexOf('/') + 1)
  const found = /(20\d\d)-?([01]\d)-?([0-3]\d)(?:[T_ -]?([0-2]\d)[:_-]?([0-5]\d)(?:[:_-]?([0-5]\d))?)?/.exec(name)
  if (found === null) return null
  const [, year, month, day, hour, minute, second] = found
  const time = hour === undefined ? '23:59:59' : `${hour}:${minute}:${second ?? '00'}`
  const at = Date.parse(`${year}-${month}-${day}T${time}Z`)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

function iso(time: string): string {
  return new Date(time).toISOString()
}

const aTime = /"(?:CreateDate|UpdateDate|LastUsedDate|AttachDate)"\s*:\s*"([^"]{10,40})"/g

/** The newest time that authorization details speak of. */
export function newestIn(text: string): string | null {
  let newest: number | null = null
  for (const [, time = ''] of text.matchAll(aTime)) {
    const at = Date.parse(time)
    if (!Number.isNaN(at) && (newest === null || at > newest)) newest = at
  }
  return newest === null ? null : new Date(newest).toISOString()
}
