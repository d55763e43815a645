import type { Handlers } from '../../shared/api.ts'
import { type Hop, type IamFinding, type IamPath, iamKey, type Used } from '../../shared/iam.ts'
import type { FigureQuestion } from '../../shared/report/document.ts'
import type { Cell, Column } from '../../shared/rows.ts'
import type { Signal } from '../../shared/signal.ts'
import { weaknesses } from './weaknesses.ts'

interface Rows {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

/** What the checks of identities found, or one of it in full, as the rows of a figure: the worst first, always in the same order. */
export async function iamFigure(
  { at, only, by }: Extract<FigureQuestion, { readonly kind: 'iam' }>,
  iam: Pick<Handlers<'case'>, 'iamCheck' | 'iamPaths'>,
  signal: Signal,
): Promise<Rows> {
  if (by === 'weakness') return weaknesses((await iam.iamCheck({ at }, signal)).findings)
  if (only === undefined) return table(summary, (await iam.iamCheck({ at }, signal)).findings)
  if (only.kind === 'finding')
    return table(
      whole,
      (await iam.iamCheck({ at }, signal)).findings.filter((one) => iamKey(one) === only.key),
    )
  const { findings } = await iam.iamPaths({ to: only.to, at }, signal)
  const found = findings.filter((one) => iamKey(one) === only.key)
  const steps = found[0]?.hops.map((_, at) => [`Step ${at + 1}`, (one: IamPath) => stepOf(one.hops[at])] as const) ?? []
  return table<IamPath>([...whole, ...steps], found)
}

/** Columns of a kind of finding: how each is called and what stands in it. */
type Told<T> = readonly (readonly [name: string, value: (one: T) => Cell])[]

const summary: Told<IamFinding> = [
  ['Severity', ({ severity }) => severity],
  ['Weakness', ({ title }) => title],
  ['Account', ({ account }) => account],
  ['Principal', ({ principal }) => principal],
  ['Reaches', ({ resource }) => resource],
  ['Confidence', ({ confidence }) => confidence],
  ['Why', ({ why }) => why],
  ['What to do', ({ fix }) => fix],
]

const whole: Told<IamFinding> = [
  ...summary,
  ['How it is abused', ({ abuse }) => abuse],
  [
    'Statement',
    ({ statement }) => statement && `${statement.sid ?? `number ${statement.index + 1}`} of ${statement.policy}`,
  ],
  ['Used', ({ used }) => sayUsed(used)],
  ['References', ({ references }) => references.join(', ')],
]

function table<T>(told: Told<T>, found: readonly T[]): Rows {
  const rows = found.map((one) => told.map(([, value]) => value(one)))
  return {
    columns: told.map(([name]) => ({ name, type: 'VARCHAR' })),
    rows: rows.toSorted((a, b) => rank(a) - rank(b) || JSON.stringify(a).localeCompare(JSON.stringify(b), 'en')),
  }
}

function stepOf(hop: Hop | undefined): Cell {
  if (hop === undefined) return null
  const { method, from, to, resource, actions, when, used } = hop
  const condition = when.length === 0 ? '' : `, only if ${when.join(' and ')}`
  return `${method}: ${from} to ${to ?? resource} by ${actions.join(', ')}${condition}. ${sayUsed(used)}.`
}

function sayUsed(used: Used | null): string {
  if (used === null) return 'Not seen in the logs of this case'
  const { count, first, last } = used
  return `${count === 1 ? '1 call' : `${count} calls`} in the logs of this case, ${[...new Set([sayTime(first), sayTime(last)])].join(' to ')}`
}

function sayTime(iso: string | null): string {
  return iso === null ? 'at a time that is not known' : iso.replace('T', ' ').replace(/\.000Z$/, 'Z')
}

function rank([severity]: readonly Cell[]): number {
  return ['critical', 'high', 'medium', 'low', 'info'].indexOf(String(severity))
}
