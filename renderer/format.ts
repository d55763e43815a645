import { visible } from '../shared/visible.ts'

export { visible }

/** An ISO 8601 UTC time for reading: `2024-01-15 10:00:00Z`, or in the zone of this machine with its offset. Empty for none. */
export function time(iso: string | null, utc: boolean): string {
  if (iso === null || iso === '') return ''
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return visible(iso)
  if (utc) return `${at.toISOString().slice(0, 19).replace('T', ' ')}${fraction(at)}Z`
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return `${shifted.toISOString().slice(0, 19).replace('T', ' ')}${fraction(at)}${offset(at)}`
}

/** The same to the second: for moments of our own work, where a fraction is noise. */
export function when(iso: string | null, utc: boolean): string {
  return time(iso, utc).replace(/\.\d+/, '')
}

/** 1,234,567 */
export function count(n: number): string {
  return wholes.format(n)
}

/** One of something, or more: `1 event`, `2,000 events`. */
export function many(n: number, one: string, more = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : more}`
}

/** Bytes as people say them, powers of 1,000: `532 B`, `1.2 GB`. */
export function bytes(n: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(n, 1)) / 3)))
  const shown = n / 1000 ** step
  return `${step === 0 || shown >= 100 ? Math.round(shown) : shown.toFixed(1)} ${units[step]}`
}

/** Milliseconds as people say them: `85 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)
  return hours < 24_000 ? pair(Math.floor(hours / 24), 'd', hours % 24, 'h') : `${count(Math.round(hours / 24))} d`
}

/** One of our error sentences, which begin in lower case, as a sentence by itself. A value at its beginning stays as it is. */
export function sentence(text: string): string {
  const begun = /^[a-z]+[ ,]/.test(text) ? text.slice(0, 1).toUpperCase() + text.slice(1) : text
  return /[\p{L}\p{N})'"]$/u.test(begun) ? `${begun}.` : begun
}

/** A share as people say it; never 0 % or 100 % of something that is neither. */
export function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %'
  if (part === whole) return '100 %'
  const percent = (100 * part) / whole
  if (percent < 0.1) return '< 0.1 %'
  if (percent > 99.9) return '> 99.9 %'
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`
}

/** The same of a text that a person wrote: its lines stay lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n')
}

const wholes = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

function fraction(at: Date): string {
  const ms = at.getUTCMilliseconds()
  return ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`
}

function offset(at: Date): string {
  const minutes = -at.getTimezoneOffset()
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
