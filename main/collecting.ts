import type { Checked, Handlers, Notice } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'
import type { Source } from '../shared/source.ts'
import { Tally } from './collect.ts'
import { Collection } from './collect-sources.ts'
import { CollectionTally } from './collection-tally.ts'
import { Gate } from './fetch/gate.ts'
import type { Jobs } from './jobs.ts'
import { planSources } from './plan-sources.ts'
import { Questions } from './questions.ts'
import { Scheduler } from './schedule.ts'
import { type KeyRing, SourceDesk } from './source-desk.ts'
import type { CaseFile } from './store/case-file.ts'
import { collectedPlaces, collectionRuns } from './store/read/collected.ts'

type Collecting = Pick<
  Handlers<'case'>,
  | 'sources'
  | 'saveSource'
  | 'removeSource'
  | 'testSource'
  | 'planCollection'
  | 'startCollection'
  | 'collected'
  | 'collections'
  | 'questions'
  | 'answerQuestion'
  | 'schedule'
  | 'startSchedule'
  | 'pauseJob'
  | 'resumeJob'
>

/** How the engine answers about sources and collections. `mayImport` refuses while another import runs. */
export function collectingHandlers(
  file: CaseFile,
  jobs: Jobs,
  tell: (notice: Notice) => void,
  changed: () => void,
  mayImport: () => void,
): Collecting {
  const questions = new Questions(tell)
  const ring: KeyRing = new Map()
  const forget = (name: string) => {
    ring.delete(name)
  }
  const desk = () => new SourceDesk(file, questions, ring)

  const named = async (asked: Checked<'startCollection'>['sources']): Promise<readonly Source[]> => {
    const saved = await file.sources()
    return asked.map((one) => {
      if (typeof one !== 'string') return one
      const source = saved.find(({ name }) => name === one)
      if (source) return source
      const names = saved.map(({ name }) => `'${name}'`).join(', ') || 'none'
      throw new Problem('not-found', `there is no source '${one}' in this case; it has ${names}`)
    })
  }
  const title = (sources: readonly Source[]) =>
    sources.length === 1 ? (sources[0]?.name ?? '') : `${sources.length} sources`

  const startCollection = async (what: Checked<'startCollection'>) => {
    const sources = await named(what.sources)
    // From here to the start nothing is waited for, so that two that are asked for at once never both run.
    mayImport()
    const deleting = sources.filter((source) => source.kind === 's3-bucket' && source.deleteAfter)
    if (deleting.length > 0 && !what.confirmDelete) {
      const names = deleting.map(({ name }) => `'${name}'`).join(', ')
      throw new Problem(
        'refused',
        `${names} would delete what it has collected: confirm that, or turn it off in the source`,
      )
    }
    const gate = new Gate()
    return jobs.start(
      'collect',
      title(sources),
      (report, signal) => {
        const tally = new CollectionTally(report, () => gate.isClosed)
        return new Collection(file, desk(), tally, gate).run(sources, new Tally(tally.progress), changed, signal)
      },
      gate,
    )
  }
  const scheduler = new Scheduler({
    sources: () => file.sources(),
    isBusy: () => {
      const importing = jobs.list().filter(({ kind }) => kind === 'import' || kind === 'collect')
      return importing.some(({ state }) => state === 'running')
    },
    collect: (names) => startCollection({ sources: [...names], confirmDelete: false }),
    now: () => Date.now(),
  })

  return {
    sources: () => file.sources(),
    saveSource: async ({ source, replaces }) => {
      const isChanged = (await file.sources()).some(({ name }) => name === source.name || name === replaces)
      if (replaces !== null && replaces !== source.name) await file.removeSource(replaces)
      await file.saveSource(source)
      // Who had mistyped them is asked again; who has just tested a new source is not.
      if (isChanged) forget(source.name)
      changed()
      return null
    },
    removeSource: async ({ name }) => {
      await file.removeSource(name)
      forget(name)
      changed()
      return null
    },
    testSource: async ({ source }, signal) => {
      const [one] = await named([source])
      const own = desk()
      const checks = []
      try {
        const open = await own.open(one as Source, signal as AbortSignal)
        for await (const check of open.test(signal as AbortSignal)) checks.push(check)
      } finally {
        await own.close()
      }
      // The first check is who we are: keys with which nobody is signed in are not remembered.
      if (checks[0]?.ok === false) forget((one as Source).name)
      return checks
    },
    planCollection: async (what) => {
      const sources = await named(what.sources)
      return jobs.start('plan', title(sources), (report, signal) => planSources(file, desk(), sources, report, signal))
    },
    startCollection,
    pauseJob: async ({ job }) => jobs.pause(job, true),
    resumeJob: async ({ job }) => jobs.pause(job, false),
    collected: ({ source }, signal) => collectedPlaces(file.db, source, signal),
    collections: ({ limit }, signal) => collectionRuns(file.db, limit, signal),
    schedule: async () => scheduler.state(),
    startSchedule: async (_, signal) => {
      if (!file.readOnly) await scheduler.run(signal)
      return null
    },
    questions: async () => questions.list(),
    answerQuestion: async ({ question, answer }) => {
      questions.answer(question, answer)
      return null
    },
  }
}
