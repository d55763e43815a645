import { auditCommand } from './audit.ts'
import { bundleCommand } from './bundle.ts'
import { caseCommand } from './case.ts'
import { collectCommand } from './collect.ts'
import type { Register } from './context.ts'
import { detectCommand } from './detect.ts'
import { exportCommand } from './export.ts'
import { iamCommand } from './iam.ts'
import { importCommand } from './import.ts'
import { marksCommand } from './marks.ts'
import { objectsCommand } from './objects.ts'
import { keyCommand, recordCommand } from './record.ts'
import { reportCommand } from './report.ts'
import { retryCommand } from './retry.ts'
import { rulesCommand } from './rules.ts'
import { serveCommand } from './serve.ts'
import { sourcesCommand } from './sources.ts'
import { sqlCommand } from './sql.ts'
import { verifyCommand } from './verify.ts'

/** The commands, in the order of the help. */
export const commands: readonly Register[] = [
  importCommand,
  collectCommand,
  sourcesCommand,
  objectsCommand,
  retryCommand,
  sqlCommand,
  exportCommand,
  reportCommand,
  verifyCommand,
  auditCommand,
  recordCommand,
  keyCommand,
  bundleCommand,
  detectCommand,
  rulesCommand,
  marksCommand,
  iamCommand,
  caseCommand,
  serveCommand,
]
