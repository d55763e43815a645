export interface YamlToken {
  /** UTF-16 offsets, `to` excluded. */
  readonly from: number
  readonly to: number
  readonly kind: 'field' | 'string' | 'number' | 'keyword' | 'comment' | 'quiet'
}

/**
 * What the parts of a YAML text are, for colours: keys, strings, numbers, truths, comments and punctuation. Read line
 * by line; the text of a block scalar is one string. Nothing depends on it, so what is written oddly is merely plain.
 */
export function yamlTokens(text: string): readonly YamlToken[] {
  const tokens: YamlToken[] = []
  /** The indentation of the key whose block scalar goes on. */
  let block: number | null = null
  let start = 0
  for (const line of text.split('\n')) {
    const indent = line.length - line.trimStart().length
    if (block !== null && (line.trim() === '' || indent > block)) {
      if (line.trim() !== '') tokens.push({ from: start + indent, to: start + line.length, kind: 'string' })
    } else {
      tokens.push(...lineTokens(line, start))
      block = /(?:^|[\s:-])[|>][+-]?\d?\s*(?:\s#.*)?$/.test(line) ? indent : null
    }
    start += line.length + 1
  }
  return tokens
}

const piece =
  /(?<comment>(?:^|(?<=\s))#.*$)|(?<key>(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#{}[\],:&*-][^\s{}[\],:#]*(?: [^\s{}[\],:#]+)*)(?=\s*:(?:\s|$)))|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?<word>[^\s{}[\],:"'#|>-][^\s{}[\],]*)|(?<quiet>[{}[\],:>|-])/gu
const truths = /^(?:true|false|null|yes|no|and|or|not|of|all|any|them|~)$/i

function lineTokens(line: string, start: number): readonly YamlToken[] {
  const value = /^\s*condition:\s/.test(line)
  return [...line.matchAll(piece)].flatMap(({ 0: found, index, groups = {} }) => {
    const at = { from: start + index, to: start + index + found.length }
    if (groups.comment !== undefined) return { ...at, kind: 'comment' as const }
    if (groups.key !== undefined) return { ...at, kind: 'field' as const }
    if (groups.string !== undefined) return { ...at, kind: 'string' as const }
    if (groups.quiet !== undefined) return { ...at, kind: 'quiet' as const }
    if (/^\d+(?:\.\d+)?[smhd]?$/.test(found)) return { ...at, kind: 'number' as const }
    return truths.test(found) && (value || /^(?:true|false|null|~)$/i.test(found))
      ? { ...at, kind: 'keyword' as const }
      : []
  })
}
