import type { FailedExample, RulesTested } from '../shared/rule.ts'
import { type Loaded, loadRules } from './detect/load-rules.ts'
import { recordsQuestion } from './detect/records-sql.ts'
import type { Example, Rule } from './detect/rule.ts'
import type { Db } from './store/db.ts'
import { withMemoryDb } from './store/memory-db.ts'

/** Runs the examples that stand in rule files. */
export async function testRuleFiles(paths: readonly string[]): Promise<RulesTested> {
  const loaded = await loadRules(paths)
  return withMemoryDb((db) => testRules(db, loaded, loaded.rules))
}

/** Runs the examples of `loaded`; correlations among them may refer to any of `all`. */
export async function testRules(db: Db, loaded: Loaded, all: readonly Rule[]): Promise<RulesTested> {
  let passed = 0
  const failed: FailedExample[] = []
  for (const rule of loaded.rules) {
    const given = examplesOf(rule)
    const outcomes = await tryExamples(db, rule, all, given)
    for (const [place, { name, expected }] of given.entries()) {
      const outcome = outcomes[place]
      if (outcome === undefined || outcome.got === expected) passed++
      else failed.push({ file: rule.info.file, rule: rule.info.title, example: name, expected, ...outcome })
    }
  }
  return { passed, failed, refused: loaded.refused }
}

interface Given {
  readonly name: string
  readonly expected: 'hit' | 'miss'
  readonly records: readonly Example[]
}

function examplesOf({ examples: { hits, misses } }: Rule): readonly Given[] {
  return [
    ...hits.map((records, place): Given => ({ name: `hits[${place}]`, expected: 'hit', records })),
    ...misses.map((records, place): Given => ({ name: `misses[${place}]`, expected: 'miss', records })),
  ]
}

type Outcome = Pick<FailedExample, 'got' | 'reason'>

/** Records of a rule of single events are asked all at once; where records hang together, each example is by itself. */
async function tryExamples(
  db: Db,
  rule: Rule,
  all: readonly Rule[],
  given: readonly Given[],
): Promise<readonly Outcome[]> {
  const isPlain = rule.kind === 'event' && rule.firstSeen === null
  const together = isPlain ? [given.flatMap(({ records }) => records)] : given.map(({ records }) => records)
  const answers: (ReadonlySet<number> | Outcome)[] = []
  for (const records of together) answers.push(await matched(db, rule, all, records))
  let before = 0
  return given.map(({ records, expected }, place) => {
    const found = answers[isPlain ? 0 : place] as ReadonlySet<number> | Outcome
    const from = isPlain ? before : 0
    before += records.length
    if ('got' in found) return found
    return {
      got: verdict(
        rule,
        expected,
        records.map((_, n) => found.has(from + n)),
      ),
    }
  })
}

/**
 * A correlation hits when there is an incident; a rule with first_seen when the last record is found, as those before it
 * are what was seen; any other rule has to say the same of every record of the example.
 */
function verdict(rule: Rule, expected: 'hit' | 'miss', found: readonly boolean[]): 'hit' | 'miss' {
  if (rule.kind === 'correlation') return found.includes(true) ? 'hit' : 'miss'
  if (rule.firstSeen) return found.at(-1) ? 'hit' : 'miss'
  return (expected === 'hit' ? found.every((each) => each) : found.includes(true)) ? 'hit' : 'miss'
}

/** The numbers of the records that a rule matches, or why that cannot be said. */
async function matched(
  db: Db,
  rule: Rule,
  all: readonly Rule[],
  records: readonly Example[],
): Promise<ReadonlySet<number> | Outcome> {
  if (records.length === 0) return new Set()
  try {
    const { sql, params } = recordsQuestion(rule, all, records)
    return new Set((await db.all<{ n: number }>(sql, params)).map(({ n }) => n))
  } catch (error) {
    return { got: 'error', reason: error instanceof Error ? error.message : String(error) }
  }
}
