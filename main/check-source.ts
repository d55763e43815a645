import type { Answers } from '../shared/answers.ts'
import { Source } from '../shared/source.ts'

/** A source as a form has it: whole with every default, or what is wrong with which field, in sentences. */
export function checkSource(source: unknown): Answers['checkSource'] {
  const read = Source.safeParse(source)
  if (read.success) return { source: read.data, mistakes: [] }
  const mistakes = read.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    text: sentence(issue, valueAt(source, issue.path)),
  }))
  return { source: null, mistakes }
}

interface Issue {
  readonly code: string
  readonly message: string
  readonly minimum?: unknown
  readonly maximum?: unknown
  readonly format?: string
}

/** Our schemas say themselves what a value looks like; what is said here is what the library says of every schema. */
function sentence({ code, message, minimum, maximum, format }: Issue, value: unknown): string {
  if (value === undefined || value === null || value === '') return 'this is needed'
  if (code === 'too_small' && typeof value === 'number') return `at least ${grouped(minimum)}`
  if (code === 'too_big') {
    if (typeof value === 'number') return `at most ${grouped(maximum)}`
    return `at most ${grouped(maximum)} ${typeof value === 'string' ? 'characters' : 'of them'}`
  }
  if (code === 'invalid_type' && typeof value !== 'object') return 'a whole number'
  if (format === 'date') return 'a day looks like 2026-05-01'
  if (format === 'url') return 'an address looks like https://example.awsapps.com/start'
  return message
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key], value)
}

function grouped(limit: unknown): string {
  return Number(limit).toLocaleString('en-US')
}
