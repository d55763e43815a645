import type { Element } from './read-xml.ts'
import type { Report } from './report.ts'

/** What a tag without content means: the original refuses it, ignores it, or ignores it and says so. */
export type WhenEmpty = 'refused' | 'ignored' | 'warned'
export type Tags = Readonly<Record<string, WhenEmpty>>

export interface Tag {
  readonly name: string
  readonly line: number
  readonly value: string
  readonly attributes: Element['attributes']
}

/** The values of a block by tag. The last of a repeated tag counts, and whatever is unknown is refused, never guessed. */
export function valuesOf(block: Element, tags: Tags, report: Report): ReadonlyMap<string, Tag> {
  const found = new Map<string, Tag>()
  for (const element of block.children) {
    const { name, line, attributes, children } = element
    if (!Object.hasOwn(tags, name)) {
      report.refused(element, `no tag of <${block.name}> has the name ${shown(name)}: correct it, or take it out`)
      continue
    }
    // A tag inside of a value empties it, as in the original.
    const value = children.length > 0 ? '' : element.text.trim()
    if (value === '') {
      if (tags[name] === 'refused') report.refused(element, 'it is empty: give it a value, or take it out')
      else
        report.idle(
          element,
          'it is empty, which is the same as leaving it out',
          tags[name] === 'warned' ? 'warning' : 'info',
        )
      continue
    }
    const before = found.get(name)
    if (before) report.changed(before, `line ${line} says it again, and the last one counts`, 'warning')
    found.set(name, { name, line, value, attributes })
  }
  return found
}

/** The `type` of a block, which must be its first attribute; null and a line in the report when it is none of `types`. */
export function typeOf(block: Element, types: readonly string[], report: Report): string | null {
  const [first] = block.attributes
  if (first === undefined) {
    report.refused(block, `it has no type: write <${block.name} type="…"> with one of ${types.join(', ')}`)
    return null
  }
  const [name, value] = first
  if (name !== 'type') report.refused(block, `its first attribute is ${shown(name)}, where type="…" is expected`)
  else if (types.includes(value)) return value
  else report.refused(block, `there is no type ${shown(value)}: it is one of ${types.join(', ')}, in lower case`)
  return null
}

/** `yes` or `no`, spelled exactly so; null and a line in the report otherwise. */
export function yesOrNo(tag: Tag, report: Report): boolean | null {
  if (tag.value === 'yes') return true
  if (tag.value === 'no') return false
  report.refused(tag, `${shown(tag.value)} is neither yes nor no`)
  return null
}

/** A value inside a sentence: cut, on one line, in quotes. */
export function shown(value: string): string {
  const line = value.replace(/[\p{C}\p{Z}]+/gu, ' ')
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`
}
