/**
 * The column `extra` from columns of a record, each under its own name and as logged, and x of its line: the fields
 * that the format does not know. to_json() leaves JSON as it is. `also`: SQL of further members, each JSON or NULL.
 */
export function extraOf(names: readonly string[], also: Readonly<Record<string, string>> = {}): string {
  const members = [
    ...names.map((name) => member(name, `to_json("${name}")`)),
    ...Object.entries(also).map(([name, value]) => member(name, value)),
    'CASE WHEN x IS NOT NULL THEN substring(x, 2, length(x) - 2) END',
  ]
  return `concat('{', concat_ws(',', ${members.join(',\n  ')}), '}')`
}

const member = (name: string, value: string) => `'"${name}":' || ${value}`
