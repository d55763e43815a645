import type { ErrorCode } from '../../shared/problem.ts'
import { Problem } from '../../shared/problem.ts'

/** Exit codes are a contract: scripts depend on them. */
export const exitCodes = { fine: 0, problems: 1, usage: 2, case: 3, refused: 4, found: 10, cancelled: 130 } as const

/** Ends the command with this exit code and one sentence. */
export class Ended extends Error {
  readonly exitCode: number
  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

const ofProblem: Readonly<Record<ErrorCode, number>> = {
  'bad-input': exitCodes.usage,
  'not-found': exitCodes.usage,
  refused: exitCodes.refused,
  locked: exitCodes.case,
  newer: exitCodes.case,
  'read-only': exitCodes.case,
  'no-room': exitCodes.case,
  'engine-down': exitCodes.case,
  cancelled: exitCodes.cancelled,
  failed: exitCodes.problems,
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Ended) return error.exitCode
  if (error instanceof Problem) return ofProblem[error.code]
  if (error instanceof Error && error.name === 'AbortError') return exitCodes.cancelled
  return exitCodes.problems
}
