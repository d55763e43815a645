import { join } from 'node:path'
import { awsActions } from './aws-actions.ts'
import type { RuleFiles } from './cli/context.ts'
import { lint } from './detect/lint.ts'
import { loadRules } from './detect/load-rules.ts'
import { root } from './entry.ts'

/** The rules that come with Coldtrail. */
export const rulePack = join(root, 'assets', 'rules')

/** What can be asked about rule files without a case. */
export const ruleFiles: RuleFiles = {
  pack: rulePack,
  // Only tests need a database.
  test: async (paths) => (await import('./test-rules.ts')).testRuleFiles(paths),
  lint: async (paths) => {
    const { rules, refused } = await loadRules(paths)
    return { rules: rules.map(({ info }) => info), refused, remarks: lint(rules, awsActions()) }
  },
  list: async (paths) => {
    const { rules, refused } = await loadRules(paths)
    return { rules: rules.map(({ info }) => info), refused }
  },
}
