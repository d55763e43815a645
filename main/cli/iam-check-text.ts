import { type CisSection, type IamChecked, type IamSeverity, iamSeverities } from '../../shared/iam.ts'
import { count } from './quantities.ts'
import { table } from './table.ts'

/** When what is shown was so, for the end of a line. */
export function asOfText({ asOf }: Pick<IamChecked, 'asOf'>): string {
  return asOf === null ? '' : `, as of ${asOf}`
}

/** What other tools say is wrong, and how often they say that all is well. */
export function externalText({ external }: Pick<IamChecked, 'external'>, level: IamSeverity = 'info'): string {
  if (external.length === 0) return ''
  const [fails, others] = [external.filter(({ status }) => status === 'fail'), external.filter(isNoFailure)]
  const shown = fails.filter(({ severity }) => iamSeverities.indexOf(severity) <= iamSeverities.indexOf(level))
  const rows = shown.map(({ severity, source, check, resource, text, title, time, ours }) => [
    severity,
    source,
    check,
    resource,
    text || title,
    time,
    ours.join(', '),
  ])
  const titles = ['severity', 'source', 'check', 'resource', 'what it says', 'time', 'ours of the same']
  const heading = `other tools: ${count(fails.length, 'failure')}, ${count(others.length, 'result')} that say no such thing\n`
  return rows.length === 0 ? heading : heading + table(columns(titles), rows)
}

function isNoFailure({ status }: IamChecked['external'][number]): boolean {
  return status !== 'fail'
}

/** Checks that could not look, each with what would have to be in the case. */
export function unansweredText({ unanswered }: Pick<IamChecked, 'unanswered'>): string {
  if (unanswered.length === 0) return ''
  const rows = unanswered.map(({ check, title, needs }) => [check, title, needs])
  return `not answered: ${count(unanswered.length, 'check')}\n${table(columns(['check', 'what it looks for', 'needs']), rows)}`
}

/** Sections of the CIS AWS Foundations Benchmark, both versions in a line, as far as the evidence answers them. */
export function cisText({ cis }: Pick<IamChecked, 'cis'>): string {
  const titles = [...new Set(cis.map(({ title }) => title))]
  const rows = titles.map((title) => {
    const both = (['v3.0', 'v5.0'] as const).map((version) =>
      cis.find((each) => each.title === title && each.version === version),
    )
    const sections = both.map((each) => each?.section ?? null)
    const said = both.filter((each) => each !== undefined)
    const found = Math.max(0, ...said.map(({ findings }) => findings))
    const result = [...new Set(said.map((each) => results[each.result]))].join(', ')
    return [...sections, result, title, found > 0 ? count(found, 'finding') : (said[0]?.why ?? null)]
  })
  return rows.length === 0
    ? ''
    : `CIS AWS Foundations Benchmark\n${table(columns(['v3.0', 'v5.0', 'result', 'section', 'why']), rows)}`
}

const results: Readonly<Record<CisSection['result'], string>> = {
  found: 'fail',
  'nothing-found': 'pass',
  'cannot-say': 'not answered',
}

function columns(titles: readonly string[]) {
  return titles.map((title) => ({ title }))
}
