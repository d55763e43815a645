import { basename } from 'node:path'
import type { Answers } from '../shared/answers.ts'
import type { Handlers, Notice } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'
import { recordHandlers } from './acquisition-record.ts'
import { bundleHandlers } from './bundle.ts'
import { importFiles } from './collect.ts'
import { collectingHandlers } from './collecting.ts'
import { formats } from './decode/index.ts'
import { detectionHandlers } from './detections.ts'
import { exportRows } from './export-rows.ts'
import { iamCase } from './iam-case.ts'
import { identityHandlers } from './iam-identities.ts'
import { iamHandlers } from './iam-of-case.ts'
import { exportSources, importSources } from './import-sources.ts'
import type { Jobs } from './jobs.ts'
import { columnsOfLake, overLake } from './lake.ts'
import { markHandlers } from './marks.ts'
import { objectHead } from './object-head.ts'
import { recordOf } from './record-of.ts'
import { iamFigure } from './report/iam-figure.ts'
import { reportHandlers } from './report-handlers.ts'
import { retryObjects } from './retry.ts'
import { auditLog } from './store/audit-log.ts'
import type { CaseFile } from './store/case-file.ts'
import { count } from './store/read/count.ts'
import { eventDetail } from './store/read/event-detail.ts'
import { histogram } from './store/read/histogram.ts'
import { ledgerSums } from './store/read/ledger-sums.ts'
import { objectDetail } from './store/read/object-detail.ts'
import { objects } from './store/read/objects.ts'
import { overview } from './store/read/overview.ts'
import { schemaList } from './store/read/schema-list.ts'
import { runSql } from './store/read/sql.ts'
import { Views } from './store/read/views.ts'
import { lastVerification, seals } from './store/seals.ts'
import { verifyCase } from './verify-case.ts'

/** How the engine answers for its case: one short function a method, each handed on to the room that knows. */
export function engineHandlers(
  file: CaseFile,
  jobs: Jobs,
  tell: (notice: Notice) => void,
  coldtrail: string,
): Handlers<'case'> {
  const { db } = file
  const views = new Views(db, () => file.marksVersion)
  const identities = iamCase(file)
  const version = () => file.dataVersion
  let seen: { readonly version: number; readonly overview: Answers['overview'] } | null = null
  const changed = () => tell({ kind: 'data', dataVersion: version() })
  const mayImport = () => {
    if (file.readOnly) throw new Problem('read-only', 'this case is open read-only: nothing can be imported into it')
    if (jobs.list().some(({ kind, state }) => (kind === 'import' || kind === 'collect') && state === 'running')) {
      throw new Problem('refused', 'an import is running in this case: wait for it or cancel it, then start the next')
    }
  }

  const iam = iamHandlers(file, identities)

  return {
    ...collectingHandlers(file, jobs, tell, changed, mayImport),
    caseInfo: () => file.info(),
    saveOurs: async ({ ours }) => {
      await file.saveOurs(ours)
      changed()
      return file.info()
    },

    startImport: async (what) => {
      mayImport()
      const [first = ''] = what.paths
      const title =
        what.named ?? (what.paths.length === 1 ? basename(first) || first : `${what.paths.length} files and folders`)
      return jobs.start('import', title, (report, signal) => importFiles(file, what, report, changed, signal))
    },
    startRetry: async (what) => {
      mayImport()
      const { which } = what
      const title = 'states' in which ? `${which.states.join(' and ')} objects` : `${which.objects.length} objects`
      return jobs.start('import', `${title}, once more`, (report, signal) =>
        retryObjects(file, what, report, changed, signal),
      )
    },
    startExport: async (what) =>
      jobs.start('export', basename(what.path), (report, signal) =>
        exportRows(file, what, coldtrail, iam, report, signal),
      ),
    startVerify: async ({ events }) => {
      if (jobs.list().some((job) => job.kind === 'verify' && job.state === 'running')) {
        throw new Problem('refused', 'this case is being verified: wait for it or cancel it')
      }
      return jobs.start('verify', basename(file.path), (report, signal) =>
        verifyCase(file, events, report, changed, signal),
      )
    },
    verification: (_, signal) => lastVerification(db, signal),
    seals: (input, signal) => seals(db, input, signal),
    auditLog: auditLog(file.path),
    jobs: async () => jobs.list(),
    cancelJob: async ({ job }) => {
      jobs.cancel(job)
      return null
    },

    overview: async (_, signal) => {
      const at = version()
      if (seen?.version !== at) seen = { version: at, overview: await overview(db, signal) }
      return seen.overview
    },
    objects: (input, signal) => objects(db, input, signal),
    object: ({ object_id }, signal) => objectDetail(db, object_id, signal),
    objectHead: ({ object_id }) => objectHead(file, object_id),
    ledger: (_, signal) => ledgerSums(db, signal),
    formats: async () => formats.map(({ id, title }) => ({ id, title })),
    histogram: (input, signal) =>
      views.where(input.filter, version(), (where) => histogram(db, where, input, signal), signal),
    facet: (input, signal) => views.facet(input, version(), signal),
    count: ({ filter }, signal) => views.where(filter, version(), (where) => count(db, where, signal), signal),
    page: (input, signal) => views.page(input, version(), signal),
    position: (input, signal) => views.position(input, version(), signal),
    event: (input, signal) => eventDetail(db, input, (object, ordinal) => recordOf(file, object, ordinal), signal),

    ...detectionHandlers(file, jobs, changed),

    schema: async () => schemaList(db, await columnsOfLake(file)),
    sql: async (input, signal) => {
      const result = await runSql(db, input, signal, undefined, (query, asked) => overLake(file, query, asked))
      file.audit('sql-run', { sql: input.sql, rows: result.rows.length })
      return result
    },
    importSources: (input) => importSources(file, input),
    exportSources: async ({ names }) => ({ yaml: await exportSources(file, names) }),
    viewFilters: () => file.viewFilters(),
    saveViewFilter: async (filter) => {
      await file.saveViewFilter(filter)
      return null
    },
    removeViewFilter: async ({ name }) => {
      await file.removeViewFilter(name)
      return null
    },
    ...bundleHandlers(file, jobs, coldtrail),
    ...recordHandlers(file, jobs, coldtrail),
    ...markHandlers(file, views, tell),
    ...iam,
    ...identityHandlers(file, identities),
    ...reportHandlers(
      file,
      jobs,
      {
        iamRows: (question, signal) => iamFigure(question, iam, signal),
        judgedAt: async (signal) => (await identities.at({ at: null }, signal)).asOf,
      },
      coldtrail,
      (revision) => tell({ kind: 'report', revision }),
    ),
    savedQueries: () => file.savedQueries(),
    saveQuery: async ({ name, sql }) => {
      await file.saveQuery(name, sql)
      return null
    },
    deleteQuery: async ({ name }) => {
      await file.deleteQuery(name)
      return null
    },
  }
}
