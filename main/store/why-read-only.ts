import { accessSync, constants } from 'node:fs'
import { basename, join } from 'node:path'
import { Problem } from '../../shared/problem.ts'

/** Why the case can only be read, or null when it can be written. Error `failed`: it is not whole. */
export function whyReadOnly(casePath: string): string | null {
  for (const path of [casePath, join(casePath, 'case.duckdb')]) {
    try {
      accessSync(path, constants.W_OK)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null
      if (code === 'EROFS') return 'it lies on a medium that cannot be written'
      if (code === 'EACCES' || code === 'EPERM') return `you may not write ${basename(path)}`
      throw new Problem('failed', `${path} is missing or cannot be reached`, { cause: error })
    }
  }
  return null
}
