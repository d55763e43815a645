export interface Token {
  readonly from: number
  readonly to: number
  readonly kind: 'keyword' | 'field' | 'string' | 'number' | 'quiet'
}

/**
 * The parts of a search to colour. Looser than the parser on purpose: half a search being typed is coloured too, and
 * what is wrong with it is said by the parser's own errors.
 */
export function tokens(text: string): readonly Token[] {
  return [...text.matchAll(parts)].flatMap((found): readonly Token[] => {
    const from = found.index
    const { field, operator, quoted, regex, keyword, quiet } = found.groups ?? {}
    if (field !== undefined && operator !== undefined) {
      const colon = from + field.length
      return [
        { from, to: colon, kind: 'field' },
        { from: colon, to: colon + operator.length, kind: 'quiet' },
      ]
    }
    const kind =
      quoted !== undefined
        ? 'string'
        : regex !== undefined
          ? 'number'
          : keyword !== undefined
            ? 'keyword'
            : quiet !== undefined
              ? 'quiet'
              : null
    return kind === null ? [] : [{ from, to: from + found[0].length, kind }]
  })
}

const parts =
  /(?<quoted>"(?:[^"\\]|\\.)*"?)|(?<=[:=\s(]|^)(?<regex>\/(?:[^/\\\s]|\\.)+\/i?)|(?<=[\s(-]|^)(?<keyword>AND|OR|NOT)(?=[\s()]|$)|(?<=[\s(-]|^)(?<field>[\p{L}_][\p{L}\p{N}_.[\]*-]*)(?<operator>>=|<=|!=|[:=<>])(?!\/\/)|(?<quiet>[()]|(?<=[\s(]|^)-)|[^\s()"]+/gu
