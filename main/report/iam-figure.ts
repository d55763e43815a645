import type { IamChecked } from '../../shared/iam.ts'
import type { Cell, Column } from '../../shared/rows.ts'

const columns: readonly Column[] = [
  'Severity',
  'Weakness',
  'Account',
  'Principal',
  'Reaches',
  'Confidence',
  'Why',
  'What to do',
].map((name) => ({ name, type: 'VARCHAR' }))

/** What the checks of identities found, as the rows of a figure: the worst first, in an order that is always the same. */
export async function iamFigure(
  checked: Promise<IamChecked>,
): Promise<{ readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }> {
  const { findings } = await checked
  const rows = findings.map(({ severity, title, account, principal, resource, confidence, why, fix }) => [
    severity,
    title,
    account,
    principal,
    resource,
    confidence,
    why,
    fix,
  ])
  return {
    columns,
    rows: rows.toSorted((a, b) => rank(a) - rank(b) || JSON.stringify(a).localeCompare(JSON.stringify(b), 'en')),
  }
}

function rank([severity]: readonly Cell[]): number {
  return ['critical', 'high', 'medium', 'low', 'info'].indexOf(String(severity))
}
