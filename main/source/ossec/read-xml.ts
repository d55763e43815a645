import { SaxesParser } from 'saxes'

export interface Element {
  readonly name: string
  readonly line: number
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly children: readonly Element[]
  /** Text directly inside, CDATA too; comments vanish. */
  readonly text: string
}

export type ReadXml =
  | { readonly ok: true; readonly roots: readonly Element[] }
  | { readonly ok: false; readonly line: number; readonly message: string }

/**
 * Reads a configuration that is nearly XML: several roots, comments with `--` inside and the old `<! … !>`, bare `&`, `\<` for
 * a `<` in text. Everything else is as strict as XML, and no entity but the five is known: a DOCTYPE is refused.
 */
export function readXml(text: string): ReadXml {
  const parser = new SaxesParser({ fragment: true, position: true })
  const top = open('', 0)
  const path = [top]
  let problem: { line: number; message: string } | null = null
  let line = 1
  const inside = () => path.at(-1) ?? top
  // A message may quote what stands there, and that may be part of a key: only its kind is repeated.
  parser.on('error', (error) => {
    problem ??= { line: parser.line, message: error.message.replace(/^\d+:\d+: /, '').replace(/[:.].*$/s, '') }
  })
  parser.on('doctype', () => {
    const message = 'a DOCTYPE is refused: it could define entities that unfold without end or read files'
    problem = { line: parser.line, message }
  })
  parser.on('opentagstart', () => {
    line = parser.line
  })
  parser.on('attribute', ({ name, value }) => pending.push([name, value]))
  const pending: [string, string][] = []
  parser.on('opentag', ({ name }) => {
    const element = open(name, line, pending.splice(0))
    inside().children.push(element)
    path.push(element)
  })
  parser.on('closetag', () => path.pop())
  parser.on('text', (part) => {
    inside().text += part
  })
  parser.on('cdata', (part) => {
    inside().text += part
  })
  parser.write(soften(text.replace(/^\ufeff/, ''))).close()
  return problem === null
    ? { ok: true, roots: top.children }
    : { ok: false, ...(problem as { line: number; message: string }) }
}

interface Growing extends Element {
  readonly children: Growing[]
  text: string
}

function open(name: string, line: number, attributes: Element['attributes'] = []): Growing {
  return { name, line, attributes, children: [], text: '' }
}

/** What of the text is not XML although it is meant, and where each kind ends. */
const loose = /<!--|<!\[CDATA\[|<\?|<!(?!DOCTYPE)|\\<|\]\]>|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi
const ends: Readonly<Record<string, string>> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>', '<!': '!>' }
const written: Readonly<Record<string, string>> = { '\\<': '\\&lt;', ']]>': ']]&gt;', '&': '&amp;' }

/** Makes XML of it without moving a line: comments lose their words, what stands for itself is written as an entity. */
function soften(text: string): string {
  const from = new RegExp(loose)
  let soft = ''
  let done = 0
  for (let found = from.exec(text); found; found = from.exec(text)) {
    const start = found[0].toUpperCase()
    const end = ends[start]
    soft += text.slice(done, found.index)
    done = found.index + start.length
    if (end === undefined) soft += written[start] ?? start
    else {
      const at = text.indexOf(end, done)
      // Without an end it stays as it is, and the parser says so.
      if (at < 0) return soft + text.slice(found.index)
      done = at + end.length
      const whole = text.slice(found.index, done)
      soft += start === '<![CDATA[' ? whole : `<!--${whole.replace(/[^\n]/g, ' ')}-->`
    }
    from.lastIndex = done
  }
  return soft + text.slice(done)
}
