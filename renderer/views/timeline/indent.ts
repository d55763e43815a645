/**
 * JSON text with line breaks and indentation between its tokens and no token changed: numbers, escapes, repeated keys
 * and the order of keys stay as they were logged, which parsing and writing it again would not promise.
 */
export function indented(json: string): string {
  let depth = 0
  let out = ''
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/gs)) {
    if (token === '{' || token === '[') {
      depth++
      out += `${token}${line(depth)}`
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1)
      out = /[{[]\n *$/.test(out) ? out.trimEnd() + token : `${out}${line(depth)}${token}`
    } else if (token === ',') out += `,${line(depth)}`
    else out += token === ':' ? ': ' : token
  }
  return out
}

function line(depth: number): string {
  return `\n${'  '.repeat(depth)}`
}
