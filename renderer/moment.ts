/**
 * Reads a moment as people type it: `2024-05-01`, `2024-05-01 10:00`, with seconds, with Z or an offset; a clock time
 * alone means the day of `near`; `1714557600` and `1714557600000` are seconds and milliseconds since 1970. Without an
 * offset it is UTC or, when `utc` is false, the zone of this machine. Null when it is no time.
 */
export function parseMoment(text: string, utc: boolean, near: string | null): string | null {
  const typed = text.trim()
  if (/^\d{10}$/.test(typed)) return iso(Number(typed) * 1000)
  if (/^\d{13}$/.test(typed)) return iso(Number(typed))
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(typed)
  if (clock)
    return near === null
      ? null
      : parseMoment(`${dayOf(near, utc)} ${typed.padStart(typed.length + 2 - (clock[1]?.length ?? 2), '0')}`, utc, null)
  const parts =
    /^(\d{4})-(\d\d)(?:-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?)?$/i.exec(typed)
  if (!parts) return null
  const [, year, month, day = '01', hour = '00', minute = '00', second = '00', fraction = '0', zone] = parts
  const offset = zone ? zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2') : utc ? 'Z' : ''
  const ms = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`,
  )
  if (Number.isNaN(ms) || !holds(Number(year), Number(month), Number(day))) return null
  return iso(ms)
}

/** Date.parse lets 30 February pass as 1 March. */
function holds(year: number, month: number, day: number): boolean {
  const at = new Date(Date.UTC(year, month - 1, day))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day
}

function dayOf(time: string, utc: boolean): string {
  const at = new Date(time)
  return new Date(utc ? at : at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/** A moment as ISO 8601 UTC, without a fraction where there is none. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
