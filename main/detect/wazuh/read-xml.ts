import { SaxesParser } from 'saxes'
import { refuse } from '../refusal.ts'

/** An element of a rule file. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  /** Text directly inside, comments left out. */
  readonly text: string
  /** The element as it is written. */
  readonly source: string
  /** Where it begins. */
  readonly line: number
}

const mostBytes = 8 << 20
const mostDepth = 20

/**
 * The elements at the top of a rule file, which may have several, with stray text between them. Not quite XML, as the original
 * reads it: a bare `&` and `\<` stand for themselves. A DOCTYPE is refused, as the parser does within fragments: it could define entities that unfold without end.
 */
export function readXml(text: string): readonly Element[] {
  if (text.length > mostBytes) refuse('it is larger than 8 MB: no rule file is')
  const soft = soften(text.replace(/^\uFEFF/, ''))
  const parser = new SaxesParser<{ fragment: true; position: true }>({ fragment: true, position: true })
  const top: Growing = { name: '', attributes: {}, children: [], text: '', source: '', from: 0, line: 1 }
  const path = [top]
  let from = 0
  let line = 1
  const inside = () => path.at(-1) ?? top
  parser.on('error', (error) => {
    throw new Error(error.message.replace(/^\d+:\d+: /, '').split('\n')[0])
  })
  parser.on('opentagstart', ({ name }) => {
    from = soft.lastIndexOf(`<${name}`, parser.position)
    line = parser.line
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (path.length > mostDepth) throw new Error('its elements are nested too deep')
    const element: Growing = {
      name,
      attributes: { ...(attributes as Readonly<Record<string, string>>) },
      children: [],
      text: '',
      source: '',
      from,
      line,
    }
    inside().children.push(element)
    path.push(element)
  })
  parser.on('closetag', () => {
    const element = path.pop() as Growing
    element.source = soft.slice(element.from, parser.position)
  })
  const said = (part: string) => {
    inside().text += part
  }
  parser.on('text', said)
  parser.on('cdata', said)
  try {
    parser.write(soft).close()
  } catch (error) {
    refuse(`it is no XML: line ${parser.line}: ${(error as Error).message}`)
  }
  return top.children
}

interface Growing extends Element {
  readonly children: Growing[]
  readonly from: number
  text: string
  source: string
}

/** Comments become empty (they may hold `--`), what stands for itself becomes an entity; no line is moved. */
function soften(text: string): string {
  return text.replace(
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|\\<|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/g,
    (found) => {
      if (found.startsWith('<!--')) return `<!--${found.slice(4, -3).replace(/[^\n]/g, ' ')}-->`
      return found.startsWith('<![') ? found : found === '&' ? '&amp;' : '\\&lt;'
    },
  )
}
