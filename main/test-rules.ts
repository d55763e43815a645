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
    for (const expected of ['hit', 'miss'] as const) {
      const examples = expected === 'hit' ? rule.examples.hits : rule.examples.misses
      for (const [place, records] of examples.entries()) {
        const outcome = await tryExample(db, rule, all, records, expected)
        if (outcome.got === expected) passed++
        else {
          const example = `${expected === 'hit' ? 'hits' : 'misses'}[${place}]`
          failed.push({ file: rule.info.file, rule: rule.info.title, example, expected, ...outcome })
        }
      }
    }
  }
  return { passed, failed, refused: loaded.refused }
}

/**
 * A correlation hits when there is an incident; a rule with first_seen when the last record is found, as those before it
 * are what was seen; any other rule has to say the same of every record of the example.
 */
async function tryExample(
  db: Db,
  rule: Rule,
  all: readonly Rule[],
  records: readonly Example[],
  expected: 'hit' | 'miss',
): Promise<Pick<FailedExample, 'got' | 'reason'>> {
  try {
    const { sql, params } = recordsQuestion(rule, all, records)
    const found = new Set((await db.all<{ n: number }>(sql, params)).map(({ n }) => n))
    if (rule.kind === 'correlation') return { got: found.size > 0 ? 'hit' : 'miss' }
    if (rule.firstSeen) return { got: found.has(records.length - 1) ? 'hit' : 'miss' }
    const isExpected = expected === 'hit' ? found.size === records.length : found.size === 0
    return { got: isExpected === (expected === 'hit') ? 'hit' : 'miss' }
  } catch (error) {
    return { got: 'error', reason: error instanceof Error ? error.message : String(error) }
  }
}
