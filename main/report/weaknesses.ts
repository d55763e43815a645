import type { IamFinding } from '../../shared/iam.ts'
import type { Cell, Column } from '../../shared/rows.ts'

/** So many of whom a weakness was found at are named in its row; how many they are stands there too. */
const mostNamed = 5

/**
 * A row for each weakness, the gravest first: how often it was found, whether logs show its use, and at whom, those
 * first who used it. Findings beyond those named stand in the case and its exports, one by one.
 */
export function weaknesses(findings: readonly IamFinding[]): {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
} {
  const groups = new Map<string, IamFinding[]>()
  for (const one of findings) {
    const key = JSON.stringify([one.severity, one.check])
    const same = groups.get(key)
    if (same) same.push(one)
    else groups.set(key, [one])
  }
  return {
    columns: [
      { name: 'Severity', type: 'VARCHAR' },
      { name: 'Weakness', type: 'VARCHAR' },
      { name: 'Found', type: 'INTEGER' },
      { name: 'Seen in use', type: 'INTEGER' },
      { name: 'At', type: 'VARCHAR' },
      { name: 'What to do', type: 'VARCHAR' },
    ],
    rows: [...groups.values()]
      .map(rowOf)
      .toSorted(graver)
      .map(({ cells }) => cells),
  }
}

interface Row {
  readonly rank: number
  readonly used: number
  readonly cells: readonly Cell[]
}

function rowOf(group: readonly IamFinding[]): Row {
  const inOrder = group.toSorted(
    (a, b) =>
      Number(b.used !== null) - Number(a.used !== null) || byText(a.principal, b.principal) || byText(a.fix, b.fix),
  )
  const [first] = inOrder
  const at = [...new Set(inOrder.map(({ principal }) => principal))]
  const rest = at.length - mostNamed
  const named = at.slice(0, mostNamed).join(', ') + (rest > 0 ? `, and ${rest} more` : '')
  const isOneFix = new Set(group.map(({ fix }) => fix)).size === 1
  const fix = `${first?.fix ?? ''}${isOneFix ? '' : '; of the others likewise, each with its own names'}`
  const used = group.filter((one) => one.used !== null).length
  const severity = first?.severity ?? 'info'
  return {
    rank: ['critical', 'high', 'medium', 'low', 'info'].indexOf(severity),
    used,
    cells: [severity, first?.title ?? '', group.length, used, named, fix],
  }
}

/** The gravest first, of those what was used most and what was found most. */
function graver(a: Row, b: Row): number {
  return (
    a.rank - b.rank ||
    b.used - a.used ||
    Number(b.cells[2]) - Number(a.cells[2]) ||
    byText(JSON.stringify(a.cells), JSON.stringify(b.cells))
  )
}

/** The same order wherever it is computed. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
