import { caseCommand } from './case.ts'
import type { Register } from './context.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { objectsCommand } from './objects.ts'
import { serveCommand } from './serve.ts'
import { sqlCommand } from './sql.ts'

/** The commands, in the order of the help. */
export const commands: readonly Register[] = [
  importCommand,
  objectsCommand,
  sqlCommand,
  exportCommand,
  caseCommand,
  serveCommand,
]
