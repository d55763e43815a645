import type { TriedRule } from '../shared/detection.ts'
import type { Signal } from '../shared/signal.ts'
import { familiesIn } from './analyze.ts'
import { awsActions } from './aws-actions.ts'
import { lint, whyDead } from './detect/lint.ts'
import { liveQuestion } from './detect/live-sql.ts'
import type { Loaded } from './detect/load-rules.ts'
import type { Rule } from './detect/rule.ts'
import type { CaseFile } from './store/case-file.ts'
import { eventNumber } from './store/detection/incidents.ts'
import { triedEvents } from './store/detection/tried.ts'
import { testRules } from './test-rules.ts'

/** Tries the rules of an editor: their examples, and what they would find in the case. Nothing is kept. */
export async function tryRule(
  file: CaseFile,
  loaded: Loaded,
  others: readonly Rule[],
  limit: number,
  signal?: Signal,
): Promise<TriedRule> {
  const started = performance.now()
  const all = [
    ...loaded.rules,
    ...others.filter(({ info }) => !loaded.rules.some((rule) => rule.info.key === info.key)),
  ]
  const { passed, failed } = await testRules(file.db, loaded, all)
  const families = await familiesIn(file)
  const questions = loaded.rules
    .filter(({ info }) => info.reported)
    .map((rule) => liveQuestion(rule, all, families, eventNumber('event')))
  const found = await triedEvents(file.db, questions, limit, signal)
  return {
    rules: loaded.rules.map((rule) => {
      const { text: _, ...info } = rule.info
      return { ...info, dead: whyDead(rule) }
    }),
    refused: loaded.refused,
    remarks: lint(loaded.rules, awsActions()),
    passed,
    failed,
    ...found,
    milliseconds: Math.round(performance.now() - started),
  }
}
