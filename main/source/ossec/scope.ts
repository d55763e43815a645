import { shown, type Tag } from './block.ts'
import type { Report } from './report.ts'

/** Readers of what a block collects: accounts, regions, days, folders. Each leaves its line in the report. */
export function accountsOf(tag: Tag | undefined, report: Report): string[] {
  return listOf(tag, /^\d{12}$/, 'an account id has 12 digits', report)
}

export function regionsOf(tag: Tag | undefined, report: Report): string[] {
  return listOf(tag, /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, 'a region looks like eu-west-1', report)
}

function listOf(tag: Tag | undefined, shape: RegExp, what: string, report: Report): string[] {
  if (!tag) return []
  const values = [
    ...new Set(
      tag.value
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    ),
  ]
  const wrong = values.find((one) => !shape.test(one))
  if (wrong !== undefined || values.length === 0) {
    report.refused(tag, `${shown(wrong ?? tag.value)} is refused: ${what}`)
    return []
  }
  report.taken(tag, values.length === 1 ? `only ${values[0]}` : `only these ${values.length}`)
  return values
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `2018-AUG-21` with English months whatever the machine speaks, or `2018-08-21`: the first UTC day that is collected. */
export function firstDayOf(tag: Tag | undefined, report: Report): string | null {
  if (!tag) return null
  const [, year = '', name = '', dayOfMonth = ''] = /^(\d{4})-([a-z]{3}|\d\d)-(\d{1,2})$/i.exec(tag.value) ?? []
  const month = /^\d/.test(name) ? name : String(months.indexOf(name.toLowerCase()) + 1).padStart(2, '0')
  const day = `${year}-${month}-${dayOfMonth.padStart(2, '0')}`
  const time = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== day) {
    report.refused(tag, `${shown(tag.value)} is no day: write it as 2018-AUG-21 or 2018-08-21`)
    return null
  }
  report.taken(tag, `from ${day} on, this day included`)
  return day
}

/** A folder: blanks around it and slashes in front go, one slash ends it. */
export function folderOf(tag: Tag | undefined, report: Report): string {
  if (!tag) return ''
  const inner = tag.value.replace(/^\/+/, '')
  if (inner === '') {
    report.idle(tag, 'a slash alone is no folder: the whole bucket is read', 'warning')
    return ''
  }
  const folder = inner.endsWith('/') ? inner : `${inner}/`
  if (folder.length > 1024) report.refused(tag, 'a key of S3 has at most 1,024 bytes')
  else if (inner !== tag.value) report.changed(tag, `${shown(folder)}: keys do not begin with a slash`, 'warning')
  else if (/[\\{}^%`[\]'"<>~#|\s]/.test(inner)) {
    report.changed(tag, `${shown(folder)}: S3 allows these characters, although the original does not`, 'warning')
  } else report.taken(tag, `folder ${shown(folder)}`)
  return folder
}

export function organizationsOf(tag: Tag | undefined, report: Report): string[] {
  if (!tag) return []
  if (/^o-[a-z0-9]{10,32}$/.test(tag.value)) {
    report.taken(tag, 'only this organization')
    return [tag.value]
  }
  const text = `${shown(tag.value)} is no organization id (o- and 10 to 32 letters or digits): it is left out, and every organization found by itself`
  report.changed(tag, text, 'warning')
  return []
}
