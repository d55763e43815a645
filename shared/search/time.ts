/** A stretch of time as a search names it, half open, as text that DuckDB casts to TIMESTAMP; UTC. */
export interface Stretch {
  readonly start: string
  readonly end: string
}

const shape =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)? ?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/i

/**
 * Reads `2026`, `2026-05`, `2026-05-01`, `2026-05-01T10:00`, with seconds, with up to 6 digits below, with Z or an
 * offset (none means UTC) as the stretch that it covers: a day, a minute, …. Otherwise a sentence that says why not.
 */
export function parseTime(text: string): Stretch | string {
  const parts = shape.exec(text)
  if (!parts) return notATime(text)
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => (part ? Number(part) : null))
  const clock = new Date(0)
  clock.setUTCFullYear(year as number, (month ?? 1) - 1, day ?? 1)
  const dateHolds = clock.getUTCMonth() === (month ?? 1) - 1 && clock.getUTCDate() === (day ?? 1)
  if (!dateHolds || year === 0) return `${quote(text)} is no date of the calendar`
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return `${quote(text)} is no time of the day`
  const offset = offsetMinutes(parts[8])
  if (offset === null) return `${quote(text)} has no valid offset: write Z or an offset such as +02:00`
  clock.setUTCHours(hour ?? 0, (minute ?? 0) - offset, second ?? 0)
  const digits = (parts[7] ?? '').slice(0, 6)
  const micros = Number(digits.padEnd(6, '0'))
  if (digits) return { start: stamp(clock, micros), end: later(clock, micros, 10 ** (6 - digits.length)) }
  const next = new Date(clock)
  if (second !== null && second !== undefined) next.setUTCSeconds(next.getUTCSeconds() + 1)
  else if (minute !== null && minute !== undefined) next.setUTCMinutes(next.getUTCMinutes() + 1)
  else if (day) next.setUTCDate(next.getUTCDate() + 1)
  else if (month) next.setUTCMonth(next.getUTCMonth() + 1)
  else next.setUTCFullYear(next.getUTCFullYear() + 1)
  return { start: stamp(clock, 0), end: stamp(next, 0) }
}

function notATime(text: string): string {
  const relative = /^[+-]?\s*\d+\s*[a-z]+$|^(now|today|yesterday|last|this)\b/i.test(text)
  if (relative)
    return `${quote(text)} is relative: write the time itself, such as 2026-05-01T10:00 (UTC), so that the search finds the same events tomorrow`
  return `${quote(text)} is no time: write 2026-05, 2026-05-01 or 2026-05-01T10:00:00Z`
}

function offsetMinutes(text: string | undefined): number | null {
  if (text === undefined || text === 'Z' || text === 'z') return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(3).replace(':', '') || '0')
  if (hours > 23 || minutes > 59) return null
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function later(clock: Date, micros: number, width: number): string {
  if (micros + width < 1_000_000) return stamp(clock, micros + width)
  return stamp(new Date(clock.getTime() + 1000), micros + width - 1_000_000)
}

function stamp(clock: Date, micros: number): string {
  const date = [clock.getUTCFullYear(), clock.getUTCMonth() + 1, clock.getUTCDate()]
  const time = [clock.getUTCHours(), clock.getUTCMinutes(), clock.getUTCSeconds()]
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${String(date[0]).padStart(4, '0')}-${two(date[1] as number)}-${two(date[2] as number)}`
  const below = micros > 0 ? `.${String(micros).padStart(6, '0')}` : ''
  return `${day} ${time.map(two).join(':')}${below}`
}

function quote(text: string): string {
  return `'${text.length > 60 ? `${text.slice(0, 60)}…` : text}'`
}
