/**
 * The column `extra` from columns of a record, each under its own name and as logged where it is JSON, and x of its
 * line: the fields that the format does not know. `also`: SQL of further members by name, each JSON or NULL.
 */
export function extraOf(
  columns: Readonly<Record<string, string>>,
  names: readonly string[],
  also: Readonly<Record<string, string>> = {},
): string {
  const members = names.map((name) =>
    member(name, columns[name] === 'JSON' ? quoted(name) : `to_json(${quoted(name)})`),
  )
  const more = Object.entries(also).map(([name, value]) => member(name, value))
  return `concat('{', concat_ws(',', ${[...members, ...more, unknown].join(',\n  ')}), '}')`
}

const unknown = 'CASE WHEN x IS NOT NULL THEN substring(x, 2, length(x) - 2) END'
const quoted = (name: string) => `"${name}"`
const member = (name: string, value: string) => `'"${name}":' || ${value}`
