import { shown, type Tag, yesOrNo } from './block.ts'
import type { Report } from './report.ts'

/** When a block's sources run, and how they take an object that fails. */
export interface Schedule {
  readonly disabled: boolean
  readonly everyMinutes: number
  readonly runOnStart: boolean
  readonly skipOnError: boolean
}

/**
 * Schedule of a block. The original knows days of the month and of the week and times of the day; here a source runs
 * every so many minutes while the case is open, so those become their distance.
 */
export function scheduleOf(tags: ReadonlyMap<string, Tag>, report: Report): Schedule {
  const disabled = tags.get('disabled')
  const start = tags.get('run_on_start')
  const skip = tags.get('skip_on_error')
  const isDisabled = disabled ? yesOrNo(disabled, report) : false
  if (disabled && isDisabled !== null)
    report.taken(disabled, isDisabled ? 'its sources are imported, switched off' : 'its sources are on')
  const runOnStart = start ? yesOrNo(start, report) : true
  if (start && runOnStart !== null) {
    report.taken(start, runOnStart ? 'its sources run when the case is opened' : 'its sources wait for their interval')
  }
  const skipOnError = skip ? yesOrNo(skip, report) : true
  if (skip && skipOnError !== null) {
    const what = skipOnError ? 'an object that fails does not stop the run' : 'the run stops at an object that fails'
    report.taken(skip, `${what}; either way it is listed as failed and tried again, never skipped silently`)
  }
  return {
    disabled: isDisabled ?? false,
    everyMinutes: everyMinutes(tags, report),
    runOnStart: runOnStart ?? false,
    skipOnError: skipOnError ?? true,
  }
}

const day = 24 * 60
const most = 525_600
/** What the documentation of the original says where a block says nothing. */
const usual = 10

function everyMinutes(tags: ReadonlyMap<string, Tag>, report: Report): number {
  const interval = tags.get('interval')
  const minutes = interval ? intervalOf(interval, report) : usual
  const calendar = [monthly, weekly, daily].map((one) => one(tags, report))
  if (tags.has('day') && tags.has('wday')) {
    report.refused(tags.get('wday') as Tag, 'day and wday exclude each other: keep one of them')
  }
  const least = Math.max(0, ...calendar)
  return Math.min(most, Math.max(minutes, least))
}

/** Minutes; a C number (0x10 and 010 too) and the first letter of its unit. */
function intervalOf(tag: Tag, report: Report): number {
  const [, digits = '', unit = ''] = /^([+-]?(?:0x[\da-f]+|\d+))(.*)$/is.exec(tag.value) ?? []
  const size = unit === '' ? 1 : units[unit.charAt(0)]
  const number = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits)
  if (digits === '' || size === undefined || !(number > 0)) {
    report.refused(tag, `${shown(tag.value)} is no interval: write a number and s, m, h, d, w or M, such as 10m`)
    return usual
  }
  const minutes = (number * size) / 60
  const kept = Math.min(most, Math.max(1, Math.round(minutes)))
  const every = `every ${kept} minute${kept === 1 ? '' : 's'} while the case is open`
  if (unit.startsWith('M')) report.changed(tag, `${every}: a month counts 30 days here`)
  else if (kept === minutes) report.taken(tag, every)
  else report.changed(tag, `${every}: whole minutes, from 1 minute to 365 days`)
  return kept
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, M: 30 * 86_400 }

function monthly(tags: ReadonlyMap<string, Tag>, report: Report): number {
  const tag = tags.get('day')
  if (!tag) return 0
  if (!/^\d+$/.test(tag.value) || Number(tag.value) < 1 || Number(tag.value) > 31) {
    report.refused(tag, `${shown(tag.value)} is no day of a month: write 1 to 31`)
    return 0
  }
  report.changed(tag, 'every 30 days at most: sources run at a distance here, not on a day of the month', 'warning')
  return 30 * day
}

function weekly(tags: ReadonlyMap<string, Tag>, report: Report): number {
  const tag = tags.get('wday')
  if (!tag) return 0
  if (!/^(sun|mon|tue|wed|thu|fri|sat)/i.test(tag.value)) {
    report.refused(tag, `${shown(tag.value)} is no day of the week: write monday or mon`)
    return 0
  }
  report.changed(tag, 'every 7 days at most: sources run at a distance here, not on a day of the week', 'warning')
  return 7 * day
}

function daily(tags: ReadonlyMap<string, Tag>, report: Report): number {
  const tag = tags.get('time')
  if (!tag) return 0
  const [, hour, minute] = /^(\d{1,2}):(\d{1,2})/.exec(tag.value) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) {
    report.refused(tag, `${shown(tag.value)} is no time of a day: write hh:mm`)
    return 0
  }
  report.changed(tag, 'once a day at most: sources run at a distance here, not at a time of the day', 'warning')
  return day
}
