import { parseAllDocuments } from 'yaml'
import { refuse } from './refusal.ts'

/** One document of a rule file. */
export interface RuleDocument {
  readonly text: string
  /** Its value, or why it cannot be read. */
  readonly read: { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string }
}

const mostBytes = 2 << 20

/** The documents of a rule file: YAML 1.2, core schema, no duplicate keys; whole numbers beyond 2^53 stay exact. */
export function readDocuments(text: string): readonly RuleDocument[] {
  if (text.length > mostBytes) refuse('it is larger than 2 MB: no rule file is')
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    intAsBigInt: true,
    prettyErrors: false,
    logLevel: 'silent',
  })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document) => {
    const [start, , end] = document.range
    const source = text.slice(start, end).replace(/\n?---\s*$/, '\n')
    if (document.contents === null && document.errors.length === 0) return []
    return [{ text: source.trim() === '' ? '' : `${source.trim()}\n`, read: readDocument(document) }]
  })
}

function readDocument(document: ReturnType<typeof parseAllDocuments>[number]): RuleDocument['read'] {
  const [error] = document.errors
  if (error) return { ok: false, reason: `it is no YAML: ${firstLine(error.message)}` }
  try {
    return { ok: true, value: plain(document.toJS({ maxAliasCount: 100 })) }
  } catch (problem) {
    return {
      ok: false,
      reason: `it cannot be read: ${firstLine(problem instanceof Error ? problem.message : String(problem))}`,
    }
  }
}

/** Whole numbers that a JavaScript number holds exactly become one. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300)
}
