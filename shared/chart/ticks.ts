import type { Range } from './range.ts'

const day = 86_400_000

/**
 * Labels under the time axis, for ticks `step` milliseconds apart: each says only what its neighbours leave open, and
 * the first one and every one at a new day (year) says the whole date on a second line.
 */
export function tickLabels(ticks: readonly number[], step: number, utc: boolean): string[] {
  let before = ''
  return ticks.map((tick) => {
    const { year, date, clock, fraction } = parts(tick, utc)
    if (step >= 28 * day) return step >= 365 * day ? year : `${year}-${date.slice(0, 2)}`
    if (step >= day) {
      const label = year === before ? date : `${date}\n${year}`
      before = year
      return label
    }
    const short = step >= 60_000 ? clock.slice(0, 5) : step >= 1000 ? clock : `${clock}${fraction}`
    const whole = `${year}-${date}`
    const label = whole === before ? short : `${short}\n${whole}`
    before = whole
    return label
  })
}

/** A stretch of time for reading, the second end without what it shares with the first. */
export function rangeLabel({ from, to }: Range, utc: boolean): string {
  const [a, b] = [parts(from, utc), parts(to, utc)]
  const fine = to - from < 1000 || from % 1000 !== 0 || to % 1000 !== 0
  const clock = (each: Parts) => (fine ? each.clock + each.fraction : each.clock)
  const start = `${a.year}-${a.date} ${clock(a)}`
  const sameDay = a.year === b.year && a.date === b.date
  return `${start} – ${sameDay ? '' : `${b.year}-${b.date} `}${clock(b)}${utc ? ' UTC' : ''}`
}

interface Parts {
  readonly year: string
  readonly date: string
  readonly clock: string
  readonly fraction: string
}

function parts(ms: number, utc: boolean): Parts {
  const at = new Date(ms)
  const iso = new Date(utc ? ms : ms - at.getTimezoneOffset() * 60_000).toISOString()
  const [date = '', clock = ''] = iso.split('T')
  const [, year = '', rest = ''] = /^(.+)-(\d\d-\d\d)$/.exec(date) ?? []
  return { year, date: rest, clock: clock.slice(0, 8), fraction: clock.slice(8, 12) }
}
