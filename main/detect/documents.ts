import { isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import { refuse } from './refusal.ts'

/** One document of a rule file. */
export interface RuleDocument {
  readonly text: string
  /** Its value, or why it cannot be read. */
  readonly read:
    | { readonly ok: true; readonly value: unknown }
    | { readonly ok: false; readonly reason: string; readonly line: number }
  /** The line of the file where what these keys and places lead to begins, or as far as they lead. */
  readonly lineOf: (path: readonly (string | number)[]) => number
}

/** No rule file is larger. */
export const mostBytes = 2 << 20

/** The documents of a rule file: YAML 1.2, core schema, no duplicate keys; whole numbers beyond 2^53 stay exact. */
export function readDocuments(text: string): readonly RuleDocument[] {
  if (text.length > mostBytes) refuse('it is larger than 2 MB: no rule file is')
  const lines = new LineCounter()
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
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
    const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line)
    return [
      {
        text: source.trim() === '' ? '' : `${source.trim()}\n`,
        read: readDocument(document, lineAt),
        lineOf: (path) => lineAt(offsetOf(document, path)),
      },
    ]
  })
}

type ReadDocument = ReturnType<typeof parseAllDocuments>[number]

/** Where the key stands that a path leads to, or the last of it that there is. */
function offsetOf({ contents, range }: ReadDocument, path: readonly (string | number)[]): number {
  let offset = contents?.range?.[0] ?? range?.[0] ?? 0
  let node: unknown = contents
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!isScalar(pair?.key)) break
      offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      if (!isNode(node)) break
      offset = node.range?.[0] ?? offset
    } else break
  }
  return offset
}

function readDocument(document: ReadDocument, lineAt: (offset: number) => number): RuleDocument['read'] {
  const [error] = document.errors
  if (error) return { ok: false, reason: `it is no YAML: ${firstLine(error.message)}`, line: lineAt(error.pos[0]) }
  try {
    return { ok: true, value: plain(document.toJS({ maxAliasCount: 100 })) }
  } catch (problem) {
    return {
      ok: false,
      line: lineAt(document.contents?.range?.[0] ?? 0),
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
