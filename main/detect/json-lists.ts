import type { Bind } from '../../shared/search/text-sql.ts'

/**
 * Lists of the values at paths of JSON, each computed once a row however many tests look at it. A test names a column
 * here; `layers` puts the columns under it: found_ what lies at the path, value_ the same with lists opened, text_
 * as text, in the spellings that a pattern may mean.
 */
export class JsonLists {
  readonly #entries = new Map<
    string,
    { name: string; found: string; needs: Set<'value' | 'text'>; users: Set<number> }
  >()
  readonly #bind: Bind
  #user = 0

  constructor(bind: Bind) {
    this.#bind = bind
  }

  /** Whoever asks from here on: a number from 0 that `layers` knows by `wanted`. */
  for(user: number): void {
    this.#user = user
  }

  found(sql: string, path: readonly string[]): string {
    return `found_${this.#entry(sql, path).name}`
  }

  values(sql: string, path: readonly string[]): string {
    const entry = this.#entry(sql, path)
    entry.needs.add('value')
    return `value_${entry.name}`
  }

  texts(sql: string, path: readonly string[]): string {
    const entry = this.#entry(sql, path)
    entry.needs.add('value').add('text')
    return `text_${entry.name}`
  }

  /** `from` with the columns that were asked for. `wanted`: SQL of whether any of these users cares about the row. */
  layers(from: string, wanted: (users: readonly number[]) => string = () => 'true'): string {
    const entries = [...this.#entries.values()]
    if (entries.length === 0) return from
    const found = entries.map(({ name, found, users }) => {
      const when = wanted([...users])
      return `${when === 'true' ? found : `CASE WHEN ${when} THEN ${found} ELSE [] END`} AS found_${name}`
    })
    const values = entries
      .filter(({ needs }) => needs.has('value'))
      .map(({ name }) => `${opened(`found_${name}`)} AS value_${name}`)
    const texts = entries
      .filter(({ needs }) => needs.has('text'))
      .map(({ name }) => `${spelled(`value_${name}`)} AS text_${name}`)
    return [found, values, texts].reduce(
      (inner, columns) => (columns.length === 0 ? inner : `(SELECT *, ${columns.join(', ')} FROM ${inner})`),
      from,
    )
  }

  #entry(sql: string, path: readonly string[]) {
    const key = JSON.stringify([sql, path])
    const entry = this.#entries.get(key) ?? {
      name: String(this.#entries.size),
      found: at(sql, path, this.#bind),
      needs: new Set<'value' | 'text'>(),
      users: new Set<number>(),
    }
    this.#entries.set(key, entry)
    entry.users.add(this.#user)
    return entry
  }
}

/** What lies at a path, as a list: lists on the way are opened, and a key that itself holds dots counts too. */
function at(sql: string, path: readonly string[], bind: Bind): string {
  if (path.length === 0) return `CASE WHEN ${sql} IS NULL THEN [] ELSE [${sql}] END`
  if (path.length > 12) return at(sql, [path.join('.')], bind)
  const [plain = [], ...dotted] = readings(path)
  const slow = walk(sql, plain, bind)
  const quick = `json_extract(${sql}, ${bind(jsonPointer(plain))})`
  const lists = [
    `CASE WHEN ${sql} IS NULL THEN [] WHEN contains(CAST(${sql} AS VARCHAR), '[') THEN ${slow} WHEN ${quick} IS NULL THEN [] ELSE [${quick}] END`,
    ...dotted.map((keys) => {
      const there = keys
        .filter((key) => key.includes('.'))
        .map((key) => `contains(CAST(${sql} AS VARCHAR), ${bind(JSON.stringify(key))})`)
      return `CASE WHEN ${there.join(' AND ')} THEN ${walk(sql, keys, bind)} ELSE [] END`
    }),
  ]
  return lists.reduce((sofar, list) => `list_concat(${sofar}, ${list})`)
}

/** Every way to read a.b.c as keys, the plainest first: a b c, a.b c, a b.c, a.b.c. */
function readings(path: readonly string[]): readonly (readonly string[])[] {
  const [first = '', ...rest] = path
  if (rest.length === 0) return [[first]]
  const later = readings(rest)
  if (path.length > 5) return [path, [path.join('.')]]
  return [...later.map((keys) => [first, ...keys]), ...later.map(([next, ...keys]) => [`${first}.${next}`, ...keys])]
}

function walk(sql: string, keys: readonly string[], bind: Bind): string {
  return keys.reduce((list, key) => {
    const path = bind(jsonPointer([key]))
    return `list_transform(list_filter(${opened(list)}, lambda j: json_exists(j, ${path})), lambda j: json_extract(j, ${path}))`
  }, `[${sql}]`)
}

/** A list of JSON with the lists in it opened, two deep. */
function opened(list: string): string {
  const once = (inner: string) =>
    `flatten(list_transform(${inner}, lambda j: CASE WHEN json_type(j) = 'ARRAY' THEN json_extract(j, '$[*]') ELSE [j] END))`
  return once(once(list))
}

/**
 * The texts of values: none for null; for an object its JSON, also with quotes unescaped, as policies are kept as text
 * inside of JSON.
 */
function spelled(list: string): string {
  const text = `json_extract_string(j, '$')`
  return `flatten(list_transform(${list}, lambda j: CASE json_type(j) WHEN 'NULL' THEN [] WHEN 'OBJECT' THEN [CAST(json_extract(j, '$') AS VARCHAR), replace(CAST(json_extract(j, '$') AS VARCHAR), '\\"', '"')] ELSE [${text}] END))`
}

/** A pointer is the plainest way to any key: in a path `*` is every key, also between quotes. Lists are opened before. */
export function jsonPointer(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
