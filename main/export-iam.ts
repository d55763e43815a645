import { open } from 'node:fs/promises'
import type { Checked, ExportFormat, Handlers } from '../shared/api.ts'
import { csvCell } from '../shared/csv-cell.ts'
import type { IamFinding, IamPath } from '../shared/iam.ts'
import { Problem } from '../shared/problem.ts'
import type { Cell } from '../shared/rows.ts'
import { ocsfOf } from './iam/ocsf.ts'

export type IamWhat = Extract<Checked<'startExport'>['what'], { readonly kind: 'iam' }>

/**
 * Writes weaknesses of identities to a new file, those of checks first and the gravest first within each. Answers how
 * many. Error `bad-input` for a format that they have not.
 */
export async function writeIamFindings(
  iam: Pick<Handlers<'case'>, 'iamCheck' | 'iamPaths'>,
  { which, shape, at }: IamWhat,
  format: ExportFormat,
  path: string,
  version: string,
  signal: AbortSignal,
): Promise<number> {
  if (format === 'parquet' || (shape === 'ocsf' && format === 'csv')) {
    throw new Problem(
      'bad-input',
      shape === 'ocsf'
        ? `OCSF is json or jsonl, not ${format}`
        : `findings of identities are csv, json or jsonl, not ${format}`,
    )
  }
  const checked = which === 'paths' ? null : await iam.iamCheck({ at }, signal)
  const paths = which === 'checks' ? null : await iam.iamPaths({ to: null, at }, signal)
  const asOf = (checked ?? paths)?.asOf ?? null
  const findings: readonly (IamFinding | IamPath)[] = [...(checked?.findings ?? []), ...(paths?.findings ?? [])]
  const writtenAt = new Date().toISOString()
  const lines =
    format === 'csv'
      ? [columns.map(([name]) => name).join(','), ...findings.map((one) => csvLine({ ...one, asOf }))]
      : findings.map((one) =>
          JSON.stringify(shape === 'ocsf' ? ocsfOf(one, { version, writtenAt, asOf }) : { ...one, asOf }),
        )
  const file = await open(path, 'wx')
  try {
    await file.write(
      format === 'json' ? `[\n${lines.join(',\n')}\n]\n` : lines.map((line) => `${line}${ends[format]}`).join(''),
    )
  } finally {
    await file.close()
  }
  return findings.length
}

const ends = { csv: '\r\n', jsonl: '\n' } as const

type Exported = (IamFinding | IamPath) & { readonly asOf: string | null }

const columns: readonly (readonly [string, (finding: Exported) => Cell])[] = [
  ['severity', ({ severity }) => severity],
  ['confidence', ({ confidence }) => confidence],
  ['theme', ({ theme }) => theme],
  ['check', ({ check }) => check],
  ['title', ({ title }) => title],
  ['account', ({ account }) => account],
  ['principal', ({ principal }) => principal],
  ['resource', ({ resource }) => resource],
  ['steps', (finding) => ('hops' in finding ? finding.hops.map(({ method }) => method).join(' > ') : null)],
  ['to_admin', (finding) => ('hops' in finding ? finding.toAdmin : null)],
  ['policy', ({ statement }) => statement?.policy ?? null],
  ['policy_of', ({ statement }) => statement?.holder ?? null],
  ['statement', ({ statement }) => (statement === null ? null : statement.index + 1)],
  ['sid', ({ statement }) => statement?.sid ?? null],
  ['lines', ({ statement }) => statement?.lines?.join('-') ?? null],
  ['why', ({ why }) => why],
  ['abuse', ({ abuse }) => abuse],
  ['fix', ({ fix }) => fix],
  ['references', ({ references }) => references.join('; ')],
  ['used', ({ used, isJoined }) => (isJoined ? (used?.count ?? 0) : null)],
  ['used_first', ({ used }) => used?.first ?? null],
  ['used_last', ({ used }) => used?.last ?? null],
  ['as_of', ({ asOf }) => asOf],
]

function csvLine(finding: Exported): string {
  return columns.map(([, cell]) => csvCell(cell(finding))).join(',')
}
