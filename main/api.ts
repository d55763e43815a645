import { basename } from 'node:path'
import type { Answers, Handlers, Notice } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'
import { importFiles } from './collect.ts'
import { exportRows } from './export-rows.ts'
import type { Jobs } from './jobs.ts'
import { recordOf } from './record-of.ts'
import type { CaseFile } from './store/case-file.ts'
import { count } from './store/read/count.ts'
import { eventDetail } from './store/read/event-detail.ts'
import { histogram } from './store/read/histogram.ts'
import { objects } from './store/read/objects.ts'
import { overview } from './store/read/overview.ts'
import { schemaList } from './store/read/schema-list.ts'
import { runSql } from './store/read/sql.ts'
import { Views } from './store/read/views.ts'

/** How the engine answers for its case: one short function a method, each handed on to the room that knows. */
export function engineHandlers(file: CaseFile, jobs: Jobs, tell: (notice: Notice) => void): Handlers<'case'> {
  const { db } = file
  const views = new Views(db)
  const version = () => file.dataVersion
  let seen: { readonly version: number; readonly overview: Answers['overview'] } | null = null
  const changed = () => tell({ kind: 'data', dataVersion: version() })

  return {
    caseInfo: () => file.info(),
    saveOurs: async ({ ours }) => {
      await file.saveOurs(ours)
      changed()
      return file.info()
    },

    startImport: async (what) => {
      if (file.readOnly) throw new Problem('read-only', 'this case is open read-only: nothing can be imported into it')
      if (jobs.list().some((job) => job.kind === 'import' && job.state === 'running')) {
        throw new Problem('refused', 'an import is running in this case: wait for it or cancel it, then start the next')
      }
      const [first = ''] = what.paths
      const title =
        what.named ?? (what.paths.length === 1 ? basename(first) || first : `${what.paths.length} files and folders`)
      return jobs.start('import', title, (report, signal) => importFiles(file, what, report, changed, signal))
    },
    startExport: async (what) =>
      jobs.start('export', basename(what.path), (report, signal) => exportRows(file, what, report, signal)),
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
    histogram: (input, signal) =>
      views.where(input.filter, version(), (where) => histogram(db, where, input, signal), signal),
    facet: (input, signal) => views.facet(input, version(), signal),
    count: ({ filter }, signal) => views.where(filter, version(), (where) => count(db, where, signal), signal),
    page: (input, signal) => views.page(input, version(), signal),
    position: (input, signal) => views.position(input, version(), signal),
    event: (input, signal) => eventDetail(db, input, (object, ordinal) => recordOf(file, object, ordinal), signal),

    schema: async () => schemaList(db),
    sql: async (input, signal) => {
      const result = await runSql(db, input, signal)
      file.audit('sql-run', { sql: input.sql, rows: result.rows.length })
      return result
    },
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
