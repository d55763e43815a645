/** A stretch of time, milliseconds since 1970, without its end. */
export interface Window {
  readonly from: number
  readonly until: number
}

/** What an API answers for the last hour may still grow: it is kept, and asked for again. */
const settles = 3_600_000

/**
 * The name of a page of answers. One name a window says that all of it is there (`whole`); the next run asks only for
 * what no such name covers.
 */
export function pageName({ from, until }: Window, page: number, whole: boolean, now = Date.now()): string {
  const end = whole && until <= now - settles ? '-whole' : ''
  return `${stamp(from)}_${stamp(until)}/${String(page).padStart(4, '0')}${end}.json`
}

/** What of a window is not covered by names of whole ones, in order. */
export function missing(asked: Window, names: readonly string[]): readonly Window[] {
  const covered = names.flatMap((name) => {
    const [, from, until] = /\/(\d{8}T\d{6}Z)_(\d{8}T\d{6}Z)\/\d+-whole\.json$/.exec(name) ?? []
    return from === undefined || until === undefined ? [] : [{ from: time(from), until: time(until) }]
  })
  covered.sort((a, b) => a.from - b.from)
  const gaps: Window[] = []
  let at = asked.from
  for (const { from, until } of covered) {
    if (from > at) gaps.push({ from: at, until: Math.min(from, asked.until) })
    at = Math.max(at, until)
    if (at >= asked.until) break
  }
  if (at < asked.until) gaps.push({ from: at, until: asked.until })
  return gaps.filter(({ from, until }) => until > from)
}

/** A window in two where it reaches into what may still grow, so that the rest need not be asked for again. */
export function settled({ from, until }: Window, now = Date.now()): readonly Window[] {
  const edge = Math.floor((now - settles) / 1000) * 1000
  if (edge <= from || edge >= until) return [{ from, until }]
  return [
    { from: edge, until },
    { from, until: edge },
  ]
}

/** A window by UTC days, the latest first. */
export function days({ from, until }: Window): readonly Window[] {
  const parts: Window[] = []
  for (let end = until; end > from; ) {
    const start = Math.max(from, Math.floor((end - 1) / day) * day)
    parts.push({ from: start, until: end })
    end = start
  }
  return parts
}

const day = 86_400_000

/** The days of a source, both inclusive, as a window; whole seconds, for the services know no finer ones. */
export function windowOf(
  { from, until }: { readonly from: string | null; readonly until: string | null },
  most: number,
  now = Date.now(),
): Window {
  const end = until === null ? now : Math.min(now, Date.parse(`${until}T00:00:00Z`) + day)
  const oldest = now - most
  const start = from === null ? oldest : Math.max(oldest, Date.parse(`${from}T00:00:00Z`))
  return { from: Math.floor(start / 1000) * 1000, until: Math.floor(end / 1000) * 1000 }
}

function stamp(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
}

function time(stamp: string): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}
