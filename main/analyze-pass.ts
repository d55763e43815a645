import { Problem } from '../shared/problem.ts'
import type { Planned } from './analyze-plan.ts'
import type { Family } from './detect/families.ts'
import {
  certainSql,
  combinationsSql,
  groupQuestion,
  groupsOf,
  pairsQuestion,
  type Scope,
  type Unit,
  unitsOf,
} from './detect/pass.ts'
import type { EventRule } from './detect/rule.ts'
import type { Database } from './store/database.ts'

/** The matches of a run so far: a table (no, object_id, ordinal), and how many events were looked at. */
export interface Hits {
  readonly table: string
  readonly looked: number
  /** Rules that the database could not ask, by their place in the run, with its reason. */
  readonly failed: ReadonlyMap<number, string>
}

const [hit, combination, pair, numbered] = ['hit', 'combination', 'pair', 'numbered'].map(
  (name) => `scratch.detect_${name}`,
) as [string, string, string, string]

/**
 * One pass of all rules over the events that are new to them. Most conditions lie in columns of few values: they are
 * answered once for every combination of these. What is certain by then is one join; the rest is asked of the rows in
 * question, rules of the same services together, so that a row is read once for all of them.
 */
export async function lookFor(
  db: Database,
  run: readonly Planned[],
  families: readonly Family[],
  say: (phase: string, rows: number, done?: number, total?: number | null) => void,
  signal: AbortSignal,
): Promise<Hits> {
  await db.run(`CREATE OR REPLACE TABLE ${hit} (no INTEGER, object_id UINTEGER, ordinal UINTEGER)`)
  let looked = 0
  const failed = new Map<number, string>()
  for (const [above, rules] of byStart(run)) {
    const scope = { above, upTo: rules[0]?.upTo ?? 0 }
    const units = unitsOf(
      rules.map(({ rule }) => rule as EventRule),
      families,
    ).map((unit) => ({ ...unit, no: rules[unit.no]?.no ?? -1 }))
    say('looking where rules may match', looked)
    const fail = (unit: number, reason: string) => failed.set(units[unit]?.no ?? -1, reason)
    looked += await combine(db, units, scope, fail, signal)
    const groups = groupsOf(await undecided(db, signal))
    await db.run(`INSERT INTO ${hit} ${certainSql(combination, pair, numbered, scope)}`, {}, signal)
    for (const [done, group] of groups.entries()) {
      say('evaluating', looked, done, groups.length)
      const ask = async (some: readonly number[]) => {
        const question = groupQuestion({ ...group, units: some }, units, combination, pair, scope)
        await db.run(`INSERT INTO ${hit} ${question.sql}`, question.params, signal)
      }
      await inHalves(group.units, ask, fail)
    }
  }
  for (const table of [combination, pair, numbered]) await db.run(`DROP TABLE IF EXISTS ${table}`)
  return { table: hit, looked, failed }
}

/** Event rules by the object above which everything is new to them; those that have seen all, or that nobody asks for, are left out. */
function byStart(run: readonly Planned[]): ReadonlyMap<number, readonly Planned[]> {
  const all = new Map<number, Planned[]>()
  for (const each of run) {
    if (each.rule.kind === 'correlation' || each.above >= each.upTo) continue
    if (!each.info.reported && !each.kept) continue
    const others = all.get(each.above)
    if (others) others.push(each)
    else all.set(each.above, [each])
  }
  return all
}

const unitsAtOnce = 60

async function combine(
  db: Database,
  units: readonly Unit[],
  scope: Scope,
  fail: (unit: number, reason: string) => void,
  signal: AbortSignal,
): Promise<number> {
  for (const table of [combination, pair, numbered]) await db.run(`DROP TABLE IF EXISTS ${table}`)
  await db.run(combinationsSql(combination, scope), {}, signal)
  await db.run(`CREATE TABLE ${pair} (unit INTEGER, combination INTEGER, certain BOOLEAN)`)
  await db.run(
    `CREATE TABLE ${numbered} AS SELECT unnest(range(${units.length}))::INTEGER AS unit, unnest([${units.map(({ no }) => no).join(', ')}]::INTEGER[]) AS no`,
  )
  const ask = async (some: readonly number[]) => {
    const question = pairsQuestion(units, some, combination)
    await db.run(`INSERT INTO ${pair} ${question.sql}`, question.params, signal)
  }
  const places = [...units.keys()]
  for (let first = 0; first < places.length; first += unitsAtOnce) {
    await inHalves(places.slice(first, first + unitsAtOnce), ask, fail)
  }
  const [row] = await db.all<{ rows: number }>(`SELECT coalesce(sum(rows), 0)::BIGINT AS rows FROM ${combination}`)
  return row?.rows ?? 0
}

async function undecided(db: Database, signal: AbortSignal) {
  const rows = await db.all<{ unit: number; services: string }>(
    `SELECT unit, CAST(to_json(list(DISTINCT service)) AS VARCHAR) AS services
     FROM ${pair} JOIN ${combination} USING (combination) WHERE NOT certain GROUP BY unit ORDER BY unit`,
    {},
    signal,
  )
  return rows.map(({ unit, services }) => ({ unit, services: JSON.parse(services) as (string | null)[] }))
}

/** Asks for many at once; where the database cannot, in halves, so that one rule never stops the others. */
async function inHalves(
  units: readonly number[],
  ask: (some: readonly number[]) => Promise<void>,
  fail: (unit: number, reason: string) => void,
): Promise<void> {
  try {
    await ask(units)
  } catch (error) {
    if (error instanceof Problem && error.code !== 'failed') throw error
    const [only] = units
    if (units.length === 1 && only !== undefined)
      return fail(only, `the database cannot ask it: ${(error as Error).message}`)
    const middle = Math.ceil(units.length / 2)
    await inHalves(units.slice(0, middle), ask, fail)
    await inHalves(units.slice(middle), ask, fail)
  }
}
