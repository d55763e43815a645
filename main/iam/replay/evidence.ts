import type { IamSnapshot } from '../../../shared/iam-state.ts'
import type { Source } from '../model/build.ts'
import { jsonValues } from '../model/json-values.ts'
import { isObject } from '../policy/document.ts'
import { child, children, text } from './fields.ts'
import { type History, historyOf, knownAt } from './history.ts'
import { isUnseen } from './known.ts'
import { recordedOf } from './recorded.ts'
import { type Cells, reportCells, snapshotOfReport } from './report.ts'
import { accountIn } from './slot.ts'
import { type Snapshot, snapshotOfDetails } from './snapshot.ts'
import { detailsOf, reportOf } from './sources.ts'
import { type State, stateAt } from './state.ts'
import { newestIn, takenAt } from './taken.ts'
import type { IamEvent } from './write.ts'

/** A source with what is known of when it was taken. */
export interface Dated extends Source {
  readonly modifiedAt: string | null
}

/** Evidence and logs together: what the identities were at any time. */
export interface Past {
  readonly history: History
  readonly remarks: readonly string[]
  /** The state at a time in milliseconds (Infinity: after everything), and the evidence that would show it. */
  at(time: number): { readonly state: State; readonly sources: readonly Source[] }
}

/**
 * `told`: when evidence without a date of its own was taken. `configured`: items of identities that AWS Config recorded,
 * at all times, which count for accounts that nothing else shows.
 */
export function pastOf(
  sources: readonly Dated[],
  events: readonly IamEvent[],
  told: string | null,
  configured: readonly Readonly<Record<string, unknown>>[] = [],
): Past {
  const details = new Map<string, { about: IamSnapshot; pages: Readonly<Record<string, unknown>>[] }>()
  const reports: { readonly about: IamSnapshot; readonly rows: readonly Cells[] }[] = []
  const rest: Source[] = []
  for (const source of sources) {
    if (!take(source)) rest.push(source)
  }
  const shown = new Set([...details.values()].map(({ about }) => about.account))
  const recorded = recordedOf(configured, (account) => !shown.has(account))
  const snapshots: readonly Snapshot[] = [
    ...[...details.values()].map(({ about, pages }) => snapshotOfDetails(about, pages)),
    ...reports.map(({ about, rows }) => snapshotOfReport(about, rows, events)),
    ...newestOf(recorded),
  ]
  const history = historyOf(snapshots, events, recorded)
  const rows = reports.flatMap((report) => report.rows)
  return {
    history,
    remarks: contradictions(history),
    at(time) {
      // Without calls there is but one state: the evidence as it is.
      const state = stateAt(history, time)
      if (history.events.length === 0 && details.size <= 1 && recorded.size === 0) return { state, sources }
      const replayed = [
        detailsOf(state, 'identities as replayed'),
        reportOf(state, rows, 'credential report as replayed'),
      ]
      return { state, sources: [...rest, ...replayed.filter((each) => each !== null)] }
    },
  }

  /** False: it shows no identities, or cannot be read, which whoever builds the model says. */
  function take({ name, format, text: given, modifiedAt }: Dated): boolean {
    try {
      if (format === 'credential-report') {
        const all = reportCells(given)
        const dates = takenAt({ uri: name, told, generated: generatedIn(given), modified: modifiedAt, newest: null })
        for (const account of new Set(all.map(({ arn = '' }) => accountIn(arn))))
          reports.push({
            about: { account, uri: name, ...dates },
            rows: all.filter(({ arn = '' }) => accountIn(arn) === account),
          })
        return all.length > 0
      }
      if (format !== 'iam-authorization-details') return false
      const pages = jsonValues(given).filter(isObject)
      const dates = takenAt({ uri: name, told, generated: null, modified: modifiedAt, newest: newestIn(given) })
      // A cut page says so to whoever builds the model.
      if (pages.some(({ IsTruncated }) => IsTruncated === true || IsTruncated === 'true')) rest.push(cutPage(name))
      for (const account of accountsIn(pages)) {
        const key = isPicture(name) ? name : pageKey(account, dates.takenAt)
        const found = details.get(key) ?? { about: { account, uri: name, ...dates }, pages: [] }
        found.pages.push(...pages)
        details.set(key, found)
      }
      return true
    } catch {
      return false
    }
  }

  /** Pages of one account that were taken within an hour are one answer. */
  function pageKey(account: string, at: string): string {
    for (const [key, { about }] of details)
      if (
        !isPicture(about.uri) &&
        about.account === account &&
        Math.abs(Date.parse(about.takenAt) - Date.parse(at)) < 3_600_000
      )
        return key
    return `${account} ${at}`
  }
}

/** Of each account, that and until when AWS Config recorded it: what it shows, its items show one by one. */
function newestOf(recorded: ReadonlyMap<string, readonly Snapshot[]>): readonly Snapshot[] {
  const newest = new Map<string, Snapshot>()
  for (const item of [...recorded.values()].flat()) {
    const before = newest.get(item.account)
    if (before === undefined || before.time < item.time)
      newest.set(item.account, { ...item, values: new Map(), covers: () => false })
  }
  return [...newest.values()]
}

/** What a collection saved is whole, however little time lies between it and the next. */
function isPicture(uri: string): boolean {
  return uri.startsWith('aws-api://iam/')
}

function cutPage(name: string): Source {
  return { name, format: 'iam-authorization-details', text: JSON.stringify({ IsTruncated: true }) }
}

function accountsIn(pages: readonly Readonly<Record<string, unknown>>[]): ReadonlySet<string> {
  const lists = ['UserDetailList', 'RoleDetailList', 'GroupDetailList', 'Policies']
  const arns = pages.flatMap((page) =>
    lists.flatMap((list) => children(page, list).map((each) => text(each, 'Arn') ?? '')),
  )
  return new Set(arns.map(accountIn).filter((account) => account !== '' && account !== 'aws'))
}

function generatedIn(given: string): string | null {
  if (!given.trimStart().startsWith('{')) return null
  return text(child({ it: JSON.parse(given) }, 'it'), 'GeneratedTime')
}

/** Calls before the time of a snapshot that it does not show: it is older than it was taken to be. */
function contradictions(history: History): readonly string[] {
  return history.snapshots.flatMap((snapshot) => {
    const wrong = [...history.tracks.values()].filter((track) => {
      if (!snapshot.covers(track.slot) || track.slot.facet === 'exists') return false
      const last = track.steps.findLast(({ time }) => time <= snapshot.time)
      if (last === undefined) return false
      const known = knownAt(history, track, snapshot.time)
      return !isUnseen(known) && known !== last.value && (known === null) !== (last.value === null)
    })
    return wrong.length === 0
      ? []
      : [
          `${snapshot.uri} was taken to be of ${snapshot.takenAt}, but does not show ${wrong.length === 1 ? 'a change' : `${wrong.length} changes`} that calls made before: it may be older; say when it was taken`,
        ]
  })
}
