import { mkdir, stat, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { Handlers } from '../shared/api.ts'
import type { RuleList, RuleSources } from '../shared/detection.ts'
import { Problem } from '../shared/problem.ts'
import { detect } from './analyze.ts'
import { awsActions } from './aws-actions.ts'
import { lint, whyDead } from './detect/lint.ts'
import { type Loaded, loadRules, loadText } from './detect/load-rules.ts'
import { navigatorLayer } from './detect/navigator.ts'
import type { Jobs } from './jobs.ts'
import { rulePack } from './rule-files.ts'
import type { CaseFile } from './store/case-file.ts'
import { detectionDetail } from './store/detection/detail.ts'
import { foundByKey, techniquesFound } from './store/detection/found.ts'
import { hits } from './store/detection/hits.ts'
import { detections } from './store/detection/list.ts'
import { readSources, writeSources } from './store/detection/sources.ts'
import { detectionSummary } from './store/detection/summary.ts'
import {
  decide,
  deleteSuppression,
  previewSuppression,
  saveSuppression,
  suppressions,
} from './store/detection/suppressions.ts'
import { tryRule } from './try-rule.ts'
import { hitsSaid, saidOfRows, whyMatched } from './why-matched.ts'

type Methods =
  | 'startDetect'
  | 'detectionSummary'
  | 'detections'
  | 'detection'
  | 'hits'
  | 'decideDetections'
  | 'suppressions'
  | 'previewSuppression'
  | 'saveSuppression'
  | 'deleteSuppression'
  | 'ruleSources'
  | 'saveRuleSources'
  | 'rules'
  | 'rule'
  | 'tryRule'
  | 'saveRule'
  | 'navigatorLayer'

/** How the engine answers about rules and what they found. */
export function detectionHandlers(file: CaseFile, jobs: Jobs, changed: () => void): Pick<Handlers<'case'>, Methods> {
  const { db } = file
  const change = async (action: string, details: unknown, work: Parameters<CaseFile['writeDetections']>[0]) => {
    await file.writeDetections(work)
    file.audit(action, details)
    changed()
    return null
  }
  return {
    startDetect: async ({ folders, pack }) => {
      if (file.readOnly)
        throw new Problem('read-only', 'this case is open read-only: rules cannot write down what they find')
      if (jobs.list().some((job) => job.kind === 'detect' && job.state === 'running')) {
        throw new Problem('refused', 'rules are running in this case: wait for them or cancel them')
      }
      const sources = await readSources(db)
      const paths = folders === null ? sources : { folders, pack }
      return jobs.start('detect', 'rules', async (report, signal) => {
        const loaded = await loadRules(await pathsOf(file, paths))
        file.audit('detection-begun', { ...paths, rules: loaded.rules.length, refused: loaded.refused.length })
        const result = await detect(file, loaded, report, signal)
        file.audit('detection-ended', { looked: result.looked, findings: result.findings.length })
        changed()
        return result
      })
    },

    detectionSummary: (input, signal) => detectionSummary(db, input, signal),
    detections: (input, signal) => detections(db, input, signal),
    detection: async (input, signal) => {
      const detail = await detectionDetail(db, input, signal)
      const { row, ...rest } = detail
      return {
        ...row,
        ...rest,
        matched: await whyMatched(file, detail, signal),
        said: await saidOfRows(file, detail, signal),
      }
    },
    hits: async ({ events }, signal) => hitsSaid(file, events, await hits(db, events, signal), signal),
    decideDetections: (input) => change('detections-decided', input, (tx) => decide(tx, input)),

    suppressions: (_, signal) => suppressions(db, signal),
    previewSuppression: (input, signal) => previewSuppression(db, input, signal),
    saveSuppression: (input) => change('suppression-saved', input, (tx) => saveSuppression(tx, input)),
    deleteSuppression: (input) =>
      change('suppression-deleted', input, (tx) => deleteSuppression(tx, input.suppression_id)),

    ruleSources: () => sourcesOf(file),
    saveRuleSources: async (input) => {
      const relative = input.folders.find((folder) => !isAbsolute(folder))
      if (relative !== undefined) throw new Problem('bad-input', `'${relative}' is no full path of a folder`)
      await change('rule-sources-saved', input, (tx) => writeSources(tx, input))
      return sourcesOf(file)
    },
    rules: () => ruleList(file),
    rule: async ({ key }) => {
      const rule = (await loadedRules(file)).rules.find(({ info }) => info.key === key)
      if (!rule) throw new Problem('not-found', `no rule '${key}' is loaded any more; look at the list again`)
      return rule.info
    },
    tryRule: async ({ text, limit }, signal) => {
      const { rules } = await loadedRules(file)
      return tryRule(file, loadText(text, 'editor.yml', rules), rules, limit, signal)
    },
    saveRule: async ({ name, text, folder }) => {
      const into = folder ?? ownFolder(file)
      if (folder !== null && !(await readSources(db)).folders.includes(folder)) {
        throw new Problem('refused', `'${folder}' is none of the folders that rules come from; add it first`)
      }
      await mkdir(into, { recursive: true })
      const path = join(into, name)
      await writeFile(path, text)
      file.audit('rule-saved', { path, bytes: Buffer.byteLength(text) })
      return { path }
    },
    navigatorLayer: async ({ filter }, signal) => ({
      layer: navigatorLayer(await techniquesFound(db, filter, signal), (await file.info()).name),
    }),
  }
}

/** The folder of the case's own rules. */
function ownFolder(file: CaseFile): string {
  return join(file.path, 'rules')
}

async function sourcesOf(file: CaseFile): Promise<RuleSources> {
  return { ...(await readSources(file.db)), own: ownFolder(file), packFolder: rulePack }
}

/** The paths of sources that are there; those of the person must be, unless they are only looked at. */
async function pathsOf(
  file: CaseFile,
  { folders, pack }: { readonly folders: readonly string[]; readonly pack: boolean },
): Promise<readonly string[]> {
  const ours = [ownFolder(file), ...(pack ? [rulePack] : [])]
  const there = await Promise.all(ours.map(isThere))
  return [...folders, ...ours.filter((_, place) => there[place])]
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function loadedRules(file: CaseFile): Promise<Loaded & { readonly missing: readonly string[] }> {
  const paths = await pathsOf(file, await readSources(file.db))
  const there = await Promise.all(paths.map(isThere))
  const loaded = await loadRules(paths.filter((_, place) => there[place]))
  return { ...loaded, missing: paths.filter((_, place) => !there[place]) }
}

async function ruleList(file: CaseFile): Promise<RuleList> {
  const { rules, refused, missing } = await loadedRules(file)
  const found = await foundByKey(file.db)
  return {
    loaded: rules.map((rule) => {
      const { text: _, ...info } = rule.info
      const counts = found.get(info.key)
      const isSame = counts?.hash.split(' ')[0] === info.hash
      return {
        ...info,
        dead: whyDead(rule),
        events: isSame ? counts.events : null,
        detections: isSame ? counts.detections : null,
        noisy: isSame && counts.noisy,
      }
    }),
    refused,
    remarks: lint(rules, awsActions()),
    missing,
  }
}
