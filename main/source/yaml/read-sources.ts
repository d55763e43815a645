import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { Source } from '../../../shared/source.ts'

export interface YamlMistake {
  /** From 1. */
  readonly line: number
  readonly message: string
}

/** The sources of a YAML document, or every mistake in it with its line; one mistake and nothing is taken. */
export type ReadSources =
  | { readonly ok: true; readonly sources: readonly Source[]; readonly notes: readonly string[] }
  | { readonly ok: false; readonly mistakes: readonly YamlMistake[] }

/**
 * Reads what `writeSources` wrote, or a person: a list `sources`, checked one by one. Anchors and tags are refused.
 * Deleting of objects and of messages arrives switched off, unless whoever imports it has confirmed it.
 */
export function readSources(text: string, confirmed: boolean): ReadSources {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    merge: false,
    stringKeys: true,
  })
  const wrong = [...document.errors, ...document.warnings]
  if (wrong.length > 0)
    return refused(wrong.map(({ linePos, message }) => ({ line: linePos?.[0].line ?? 1, message: firstLine(message) })))
  let plain: unknown
  try {
    plain = document.toJS({ maxAliasCount: 0 })
  } catch {
    return refused([{ line: 1, message: 'anchors and aliases (& and *) are refused: write the values out' }])
  }
  const list = isMap(document.contents) && plain !== null ? (plain as { sources?: unknown }).sources : undefined
  if (!Array.isArray(list)) return refused([{ line: 1, message: 'there is no list "sources:" at the top of it' }])
  const extra = Object.keys(plain as object).filter((key) => key !== 'sources')
  const mistakes: YamlMistake[] = extra.map((key) => ({
    line: lineOf(document, lines, [key]),
    message: `nothing but "sources" belongs at the top, not ${quoted(key)}`,
  }))
  const sources: Source[] = []
  for (const [place, one] of list.entries()) {
    const read = Source.safeParse(one)
    if (!read.success) {
      for (const issue of read.error.issues) {
        const path = ['sources', place, ...issue.path]
        mistakes.push({
          line: lineOf(document, lines, path),
          message: sentence(issue, issue.path, valueAt(one, issue.path)),
        })
      }
    } else if (sources.some(({ name }) => name === read.data.name)) {
      const message = `there are two sources of the name ${quoted(read.data.name)}: give one of them another`
      mistakes.push({ line: lineOf(document, lines, ['sources', place, 'name']), message })
    } else sources.push(read.data)
  }
  return mistakes.length > 0 ? refused(mistakes) : taken(sources, confirmed)
}

function taken(sources: readonly Source[], confirmed: boolean): ReadSources {
  const notes: string[] = []
  const harmless = sources.map((source): Source => {
    const deletes = source.kind === 's3-bucket' && source.deleteAfter
    const acknowledges = 'queue' in source && source.acknowledge
    if (confirmed || !(deletes || acknowledges)) return source
    const what = deletes ? 'deleting objects after collection' : 'deleting messages after collection'
    notes.push(`${what} was on for ${quoted(source.name)}: it arrives switched off`)
    return 'queue' in source ? { ...source, acknowledge: false } : ({ ...source, deleteAfter: false } as Source)
  })
  return { ok: true, sources: harmless, notes }
}

const refused = (mistakes: readonly YamlMistake[]): ReadSources => ({
  ok: false,
  mistakes: mistakes.toSorted((a, b) => a.line - b.line),
})

type Path = readonly PropertyKey[]

/** Says where, what stands there and what is expected. Values of unknown names stay unsaid: they may be secrets. */
function sentence(
  issue: { readonly code: string; readonly message: string; readonly keys?: readonly string[] },
  path: Path,
  value: unknown,
): string {
  const where = path.length > 0 ? `${path.join('.')}: ` : ''
  if (issue.code === 'unrecognized_keys') {
    const names = (issue.keys ?? []).map(quoted).join(', ')
    return `${where}${names} is nothing that a source of this kind says; keys and other secrets have no place in this file`
  }
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value)
  const said = value === undefined ? 'it is missing' : isPlain ? `${quoted(String(value))} is refused` : 'it is refused'
  return `${where}${said}: ${issue.message}`
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key], value)
}

/** The line of a place in the document, or of the nearest thing around it. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  let node: unknown = document.contents
  let at = 0
  for (const key of path) {
    const next = childOf(node, key)
    if (next === null) break
    at = next.at
    node = next.node
  }
  return lines.linePos(at).line
}

function childOf(node: unknown, key: PropertyKey): { readonly at: number; readonly node: unknown } | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
    return pair ? { at: (pair.key as Node).range?.[0] ?? 0, node: pair.value } : null
  }
  const item = isSeq(node) ? node.items[Number(key)] : null
  return item ? { at: (item as Node).range?.[0] ?? 0, node: item } : null
}

const firstLine = (message: string) => message.replace(/ at line \d+, column \d+:?[\s\S]*$/, '')
const quoted = (text: string) => JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
