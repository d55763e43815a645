import type { Refused } from '../../../shared/rule.ts'
import { Refusal, refuse, shown } from '../refusal.ts'
import { readRule } from './read-rule.ts'
import { type Element, readXml } from './read-xml.ts'
import type { WazuhRule } from './wazuh-rule.ts'

/** What stands in a file of Wazuh rules. */
export interface WazuhFile {
  readonly rules: readonly WazuhRule[]
  readonly refused: readonly Refused[]
}

/** Whether a text is XML, and so no Sigma: no YAML map begins like this. */
export function isXml(text: string): boolean {
  return /^\uFEFF?\s*</.test(text)
}

/** The rules of a file in the language of Wazuh: groups of rules, and variables that they may use. */
export function readWazuhRules(text: string, file: string): WazuhFile {
  const rules: WazuhRule[] = []
  const refused: Refused[] = []
  const attempt = (line: number | null, id: string | null, title: string | null, work: () => void) => {
    try {
      work()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({ file, ...(line === null ? {} : { line }), id, title, reason: error.message })
    }
  }
  attempt(null, null, null, () => {
    const roots = readXml(text)
    const variables = new Map(
      roots.flatMap(({ name, attributes, text: value }) => (name === 'var' ? [[attributes.name ?? '', value]] : [])),
    )
    for (const root of roots) {
      if (root.name === 'var') continue
      attempt(root.line, null, null, () => {
        if (root.name !== 'group') refuse(`<${root.name}> stands where only <group> and <var> may`)
      })
      if (root.name !== 'group') continue
      const groups = (root.attributes.name ?? '').split(',').map((group) => group.trim())
      for (const element of root.children) {
        const title = element.children.find(({ name }) => name === 'description')?.text.trim() || null
        attempt(element.line, element.attributes.id ?? null, title, () => {
          if (element.name !== 'rule') refuse(`<${element.name}> stands where only <rule> may`)
          rules.push(readRule(filled(element, variables), { file, groups }))
        })
      }
    }
    if (roots.length === 0) refuse(`${shown(file)} holds no <group>`)
  })
  return { rules, refused }
}

/** `$NAME` in the text of elements; a name that is no variable stays. */
function filled(element: Element, variables: ReadonlyMap<string, string>): Element {
  if (variables.size === 0) return element
  const text = element.text.replace(/\$([A-Za-z_]\w*)/g, (whole, name: string) => variables.get(name) ?? whole)
  return { ...element, text, children: element.children.map((child) => filled(child, variables)) }
}
