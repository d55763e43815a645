import { Problem } from '../../shared/problem.ts'

/**
 * What DuckDB threw, in words that a person can act on. Errors that are neither space, memory nor another program
 * keep their own text: they are about the SQL.
 */
export function databaseProblem(error: unknown): Error {
  if (error instanceof Problem) return error
  const text = error instanceof Error ? error.message : String(error)
  const known = meanings.find(({ pattern }) => pattern.test(text))
  if (known) return new Problem(known.code, known.sentence, { cause: error })
  return error instanceof Error ? error : new Error(text)
}

const meanings = [
  {
    pattern: /no space left on device|disk quota exceeded|not enough (disk )?space|max_temp_directory_size/i,
    code: 'no-room',
    sentence: 'the disk that holds the case is full; make room there and try again, what was stored before is safe',
  },
  {
    pattern: /database has been invalidated|must be restarted/i,
    code: 'failed',
    sentence: 'the database stopped after an earlier error (often a full disk); close the case and open it again',
  },
  {
    pattern: /^out of memory error|could not allocate|failed to allocate/i,
    code: 'failed',
    sentence:
      'the database ran out of the memory it may use; ask for less at once (a filter, fewer columns or a LIMIT) and try again',
  },
  {
    pattern: /could not set lock on file|being used by another process|conflicting lock/i,
    code: 'locked',
    sentence: 'another program has the database of this case open; close it there first',
  },
] as const
