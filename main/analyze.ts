import type { DetectResult } from '../shared/detection.ts'
import type { Progress } from '../shared/job.ts'
import type { Signal } from '../shared/signal.ts'
import { lookFor } from './analyze-pass.ts'
import { type Planned, planRun } from './analyze-plan.ts'
import { awsActions } from './aws-actions.ts'
import { formats } from './decode/index.ts'
import { fieldsAsked } from './detect/chain-sql.ts'
import { firstSeenKeptSql, incidentSql, keptQuestion } from './detect/events-sql.ts'
import { cloudtrailFormats, type Family, type FieldColumns, familiesOf, type OwnSource } from './detect/families.ts'
import { whyDead } from './detect/lint.ts'
import type { Loaded } from './detect/load-rules.ts'
import type { EventRule } from './detect/rule.ts'
import { namesFields, saidInAllQuestion } from './detect/wazuh/said-sql.ts'
import type { CaseFile } from './store/case-file.ts'
import type { Db } from './store/db.ts'
import { foundBy } from './store/detection/found.ts'
import { eventNumber, writeIncidents } from './store/detection/incidents.ts'
import { addDetections, forgetEvents, keepHits, writeRules, writeSaid } from './store/detection/run.ts'
import { addFirsts, settle } from './store/detection/settle.ts'

/**
 * Runs rules over the events of a case: what is new to each of them only, unless the rule or the events it looked at
 * have changed. Everything that is found is written in one transaction: a run that is cancelled or killed changes nothing.
 */
export async function detect(
  file: CaseFile,
  { rules, refused }: Loaded,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<DetectResult> {
  const started = performance.now()
  const { db } = file
  const say = progressOf(report, started)
  const families = await familiesIn(file, signal)
  const planned = await planRun(db, rules, accountsOf(file))
  const hits = await lookFor(db, planned, families, say, signal)
  const { run, unasked } = without(planned, hits.failed)
  say('writing', hits.looked)
  signal.throwIfAborted()
  await file.writeDetections((tx) => write(tx, run, families, hits.table))
  await db.run(`DROP TABLE IF EXISTS ${hits.table}`)
  const found = await foundBy(
    db,
    run.map(({ ruleNo }) => ruleNo),
  )
  const dead = rules.flatMap((rule) => {
    const { file: where, id, title } = rule.info
    const reason = whyDead(rule)
    return reason === null ? [] : [{ file: where, id, title, reason }]
  })
  return {
    rules: { loaded: run.length, refused: [...refused, ...unasked], dead, noisy: found.noisy },
    findings: found.rules,
    looked: hits.looked,
    seconds: Math.round(performance.now() - started) / 1000,
  }
}

/** A run without the rules that could not be asked and the correlations of such: they are refused, not half evaluated. */
function without(planned: readonly Planned[], failed: ReadonlyMap<number, string>) {
  const keys = new Set(planned.flatMap(({ no, info }) => (failed.has(no) ? [info.key] : [])))
  const reasonOf = ({ no, info }: Planned) =>
    failed.get(no) ?? (info.bases.some((key) => keys.has(key)) ? 'a rule that it refers to cannot be asked' : null)
  return {
    run: planned.filter((each) => reasonOf(each) === null),
    unasked: planned.flatMap((each) => {
      const { file, id, title } = each.info
      const reason = reasonOf(each)
      return reason === null ? [] : [{ file, id, title, reason }]
    }),
  }
}

async function write(tx: Db, run: readonly Planned[], families: readonly Family[], hits: string): Promise<void> {
  await writeRules(tx, run)
  if (run.every(({ fresh, above, upTo }) => !fresh && above >= upTo)) return
  const events = run.filter(({ rule }) => rule.kind === 'event')
  await keepHits(
    tx,
    hits,
    events.filter(({ kept }) => kept),
  )
  const plain = ({ rule }: Planned) => rule.kind === 'event' && rule.firstSeen === null
  await addDetections(
    tx,
    hits,
    events.filter((each) => plain(each) && each.info.reported),
  )
  await writeDerived(tx, run, families)
  const titled = run.flatMap(({ ruleNo, rule: { info, wazuh } }) =>
    wazuh && info.reported && namesFields(info.title) ? [{ ruleNo, title: info.title }] : [],
  )
  if (titled.length > 0) await writeSaid(tx, saidInAllQuestion(titled, families))
  await settle(
    tx,
    run.map(({ ruleNo }) => ruleNo),
  )
}

/** What is computed from kept matches: incidents of correlations, and what was not seen before. */
async function writeDerived(tx: Db, run: readonly Planned[], families: readonly Family[]): Promise<void> {
  const rules = run.map(({ rule }) => rule)
  const wanted = run.flatMap(({ rule, ruleNo }) =>
    rule.kind === 'correlation'
      ? fieldsAsked(rule, rules).map(({ field, of }) => ({ field, base: { rule: of, ruleNo: numberOf(of, run) } }))
      : (rule.firstSeen?.fields ?? []).map((field) => ({ field, base: { rule, ruleNo } })),
  )
  const question = keptQuestion(wanted, families, eventNumber('event'))
  const table = 'temp.kept_hit'
  await tx.run(`CREATE OR REPLACE TEMP TABLE kept_hit AS ${question.sql}`, question.params)
  const kept = question.hits(table)
  for (const { rule, ruleNo } of run) {
    if (rule.kind === 'correlation') {
      if (!rule.info.reported) continue
      const incidents = incidentSql(rule, rules, kept, (base) => numberOf(base, run))
      await writeIncidents(tx, { ruleNo, fields: rule.groupBy, sql: incidents })
    } else if (rule.firstSeen) {
      await forgetEvents(tx, [ruleNo])
      await addFirsts(tx, { ruleNo, sql: firstSeenKeptSql({ rule, ruleNo }, kept) })
    }
  }
  await tx.run(`DROP TABLE ${table}`)
}

function numberOf(rule: EventRule, run: readonly Planned[]): number {
  const planned = run.find(({ info }) => info.key === rule.info.key)
  if (!planned) throw new Error(`'${rule.info.title}' is not part of the run`)
  return planned.ruleNo
}

/** Accounts that the person knows as own or a partner's. */
function accountsOf({ ours }: CaseFile): readonly string[] {
  return ours.accounts.map(({ id }) => id)
}

/** How the events of a case are asked: the formats that it holds, and where their fields lie. */
export async function familiesIn(file: CaseFile, signal?: Signal): Promise<readonly Family[]> {
  const rows = await file.db.all<{ format: string; service: string | null; category: string | null }>(
    'SELECT DISTINCT format, service, category FROM event ORDER BY ALL',
    {},
    signal,
  )
  const held = [...new Set(rows.map(({ format }) => format))]
  const strange = rows.flatMap(({ format, service, category }) =>
    service !== null && cloudtrailFormats.includes(format) && !isOfAws(service, category)
      ? [{ service, category }]
      : [],
  )
  return familiesOf(held, fieldColumns, accountsOf(file), await ownSources(file.db, strange, signal))
}

const awsCategories: readonly (string | null)[] = ['management', 'data', 'insight', 'network']

function isOfAws(service: string, category: string | null): boolean {
  return awsCategories.includes(category) && awsActions().has(service)
}

/** Of services that are not known: those none of whose events has an eventSource as AWS writes it. */
async function ownSources(
  db: CaseFile['db'],
  strange: readonly OwnSource[],
  signal?: Signal,
): Promise<readonly OwnSource[]> {
  if (strange.length === 0) return []
  return db.all<OwnSource>(
    `SELECT service, category FROM event
     WHERE format IN (SELECT unnest(from_json($formats, '["VARCHAR"]')))
       AND service IN (SELECT unnest(from_json($services, '["VARCHAR"]')))
     GROUP BY service, category
     HAVING bool_and(coalesce(json_extract_string(extra, '$.eventSource') = service, false))
     ORDER BY ALL`,
    { formats: JSON.stringify(cloudtrailFormats), services: JSON.stringify(strange.map(({ service }) => service)) },
    signal,
  )
}

/** Fields that decoders keep in a column of `event` as they are: those whose column is nothing but the field. */
const fieldColumns: FieldColumns = new Map(
  formats.map((format) => [
    format.id,
    Object.fromEntries(
      Object.entries(format.select ?? {}).flatMap(([column, from]) => {
        const field = /^(?:"([^"]+)"|([A-Za-z_]\w*))$/.exec(from)
        return field ? [[field[1] ?? field[2], column]] : []
      }),
    ),
  ]),
)

/** Tells of a run: what it is doing, and how many rows it has asked. */
function progressOf(report: (progress: Progress) => void, started: number) {
  return (phase: string, rows: number, done = 0, total: number | null = null) => {
    const seconds = (performance.now() - started) / 1000
    report({
      phase,
      objects: { done, total },
      bytes: { done: 0, total: null },
      rows,
      rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : 0,
      secondsLeft: null,
    })
  }
}
