/**
 * Where in a query DuckDB's message points: it quotes the line, maybe cut to `…` at either end, with a caret under the
 * place; or names what it stumbled over. Null when it points nowhere.
 */
export function errorPlace(sql: string, message: string): { readonly from: number; readonly to: number } | null {
  const found = /^LINE (\d+): (.*)\n( *)\^/m.exec(message)
  if (found === null) return namedOnce(sql, message)
  const [, number = '1', quoted = '', spaces = ''] = found
  const caret = spaces.length - `LINE ${number}: `.length
  const cutBefore = quoted.startsWith('...') ? 3 : 0
  const shown = quoted.slice(cutBefore).replace(/\.\.\.$/, '')
  // The same line may stand there twice.
  const above = sql.split('\n').slice(0, Number(number) - 1)
  const start = sql.indexOf(
    shown,
    above.reduce((sum, line) => sum + line.length + 1, 0),
  )
  if (shown.trim() === '' || start < 0 || caret < cutBefore) return null
  const from = Math.min(sql.length, start + caret - cutBefore)
  const word = /^(?:[\w$]+|\S)/.exec(sql.slice(from))?.[0]
  return word === undefined ? lastWord(sql.slice(0, from)) : { from, to: from + word.length }
}

/** A query that ends too early is pointed at behind its end, where nothing can be underlined: the word before is. */
function lastWord(sql: string): { readonly from: number; readonly to: number } | null {
  const found = /(?:[\w$]+|\S)(?=\s*$)/.exec(sql)
  return found === null ? null : { from: found.index, to: found.index + found[0].length }
}

/** The message without the quoted line. */
export function errorSentence(message: string): string {
  return message.replace(excerpt, '').trim()
}

/** The quoted line with the caret under the place, or null when there is none. */
export function errorExcerpt(message: string): string | null {
  return excerpt.exec(message)?.[1] ?? null
}

const excerpt = /\n+(LINE \d+: .*\n *\^)\s*/

/** The first name in quotes, where the query holds it once. */
function namedOnce(sql: string, message: string): { readonly from: number; readonly to: number } | null {
  const name = /"([^"]+)"/.exec(message)?.[1]
  if (name === undefined) return null
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const edge = /^\w/.test(name) ? '(?<!\\w)' : ''
  const end = /\w$/.test(name) ? '(?!\\w)' : ''
  const [only, second] = sql.matchAll(new RegExp(`${edge}${escaped}${end}`, 'gi'))
  return only === undefined || second !== undefined ? null : { from: only.index, to: only.index + name.length }
}
