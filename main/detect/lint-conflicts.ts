import { all, type Leaf, type Node } from './node.ts'
import type { EventRule } from './rule.ts'
import { plainText } from './wildcards.ts'

/** Exceptions that take nothing away: they ask for another value of a field than the rule itself does. */
export function deadFilters({ detection }: EventRule): readonly string[] {
  const parts = detection.kind === 'and' ? detection.parts : [detection]
  const wanted = parts.filter((part) => part.kind !== 'not')
  return parts.flatMap((part) => {
    if (part.kind !== 'not') return []
    return alternatives(part.part).flatMap((filter) => {
      const field = contradicted(all([...wanted, filter]))
      return field === null ? [] : [`an exception of it can never hold: it asks for another ${field} than the rule`]
    })
  })
}

/** The first field of which two values are asked for at once, which no record has; null: none. */
export function contradicted(node: Node): string | null {
  const allowed = new Map<string, ReadonlySet<string>>()
  for (const { field, test } of needed(node)) {
    if (field === null || !isSingle(field) || test.kind !== 'text') continue
    const texts = test.any.map((pattern) => plainText(pattern)?.toLowerCase() ?? null)
    if (texts.includes(null)) continue
    const before = allowed.get(field)
    const now = new Set((texts as string[]).filter((text) => !before || before.has(text)))
    if (now.size === 0) return field
    allowed.set(field, now)
  }
  return null
}

/** Leaves without which a detection cannot hold. */
export function needed(node: Node): readonly Leaf[] {
  if (node.kind === 'leaf') return [node]
  return node.kind === 'and' ? node.parts.flatMap(needed) : []
}

function alternatives(node: Node): readonly Node[] {
  return node.kind === 'or' ? node.parts.flatMap(alternatives) : [node]
}

/** Fields of CloudTrail records that hold one text and never a list. */
function isSingle(field: string): boolean {
  return /^(event(Source|Name|Type|Category)|awsRegion|errorCode|readOnly|userAgent|sourceIPAddress|userIdentity\.type|recipientAccountId)$/.test(
    field,
  )
}
