import { Document, visit } from 'yaml'
import { Source } from '../../../shared/source.ts'

/**
 * Sources as YAML, for another case or another analyst: what differs from the defaults, in the order of the schema.
 * There is no secret in a source, so there is none here.
 */
export function writeSources(sources: readonly Source[]): string {
  const written = sources.map((source) => different(source, defaultsOf(source)))
  const document = new Document({ sources: written }, { aliasDuplicateObjects: false })
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && scalar.value.search(unseen) >= 0) scalar.type = 'QUOTE_DOUBLE'
    },
  })
  return `${head}${document.toString({ lineWidth: 0 }).replace(unseen, escaped)}`
}

/** What cannot be seen, or changes how its neighbours are seen; line ends are YAML's own. */
const unseen = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu
const escaped = (sign: string) => `\\U${(sign.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`

const head = `# Sources of logs for Coldtrail. Nothing secret is in here: keys and codes are asked for.
`

/** The same source with nothing said that need not be. */
function defaultsOf({ kind, name, ...rest }: Source): Source {
  const needed: Record<string, unknown> = { kind, name }
  for (const key of ['bucket', 'layout', 'queue']) if (key in rest) needed[key] = rest[key as keyof typeof rest]
  return Source.parse(needed)
}

const always: readonly string[] = ['kind', 'name', 'bucket', 'layout', 'queue']

function different(source: object, defaults: object): Record<string, unknown> {
  const pairs = Object.entries(source).flatMap(([key, value]): [string, unknown][] => {
    const usual: unknown = defaults[key as keyof typeof defaults]
    if (!always.includes(key) && JSON.stringify(value) === JSON.stringify(usual)) return []
    const isGroup = key === 'access' && typeof value === 'object' && value !== null
    return [[key, isGroup ? different(value, usual as object) : value]]
  })
  return Object.fromEntries(pairs)
}
