import type { Block, BlockContent } from '../../shared/report/block.ts'
import { tacticRank, tacticTitle } from '../../shared/tactics.ts'

/** What the story is told of: a finding with its first and last event. */
export interface Told {
  readonly detection_id: number
  readonly title: string
  readonly level: string
  readonly tactics: readonly string[]
  readonly principal: string | null
  readonly first: string | null
  readonly last: string | null
}

const mostTold = 8

/**
 * A first draft: the same for the same case. Texts that only people can write are there as headings with a question;
 * findings of medium level and above are told tactic by tactic in the order of an attack, each under its first one.
 */
export function draft(found: readonly Told[], at: string): readonly Omit<Block, 'id'>[] {
  const grave = found.filter(({ level }) => level === 'critical' || level === 'high' || level === 'medium')
  const tactics = [...new Set(grave.map(tacticOf))].sort(
    (a, b) => tacticRank(a) - tacticRank(b) || a.localeCompare(b, 'en'),
  )
  const story = tactics.map((tactic) =>
    block({ kind: 'findings', tactic }, tacticTitle(tactic), told(grave.filter((one) => tacticOf(one) === tactic))),
  )
  return [
    text('Summary', '*What happened, since when, what it means, and what is still open: in five sentences.*'),
    block({ kind: 'coverage' }),
    block({ kind: 'timeline' }),
    text(
      'What happened',
      '*How the incident went, in your own words. The findings below are in the order of an attack.*',
    ),
    ...story,
    block({ kind: 'findings', tactic: null }, 'All findings'),
    block({ kind: 'identities' }),
    block({ kind: 'iam', at, only: null }),
    block({ kind: 'indicators' }),
    text('Actions taken', '*What was done so far, when and by whom.*'),
    text('Recommendations', '*What to do next, the most urgent first.*'),
    block({ kind: 'evidence' }),
    block({ kind: 'glossary' }),
  ]
}

/** Each finding is told once, under the first tactic of the attack that it belongs to. */
function tacticOf({ tactics }: Told): string {
  return tactics.toSorted((a, b) => tacticRank(a) - tacticRank(b))[0] ?? 'none'
}

function told(findings: readonly Told[]): string {
  const inOrder = findings.toSorted(
    (a, b) =>
      (a.first ?? '9').localeCompare(b.first ?? '9', 'en') ||
      a.title.localeCompare(b.title, 'en') ||
      a.detection_id - b.detection_id,
  )
  const lines = inOrder
    .slice(0, mostTold)
    .map(
      ({ title, principal, first }) =>
        `- ${when(first)}: ${escaped(title)}${principal === null ? '' : `, by ${code(principal)}`}`,
    )
  const rest = inOrder.length > mostTold ? ['', 'The table below has the others.'] : []
  return [...lines, ...rest].join('\n')
}

function when(iso: string | null): string {
  return iso === null ? 'at a time that is not known' : `${iso.slice(0, 19).replace('T', ' ')}Z`
}

/** Words of a rule are no markup. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|&~^$]/g, '\\$&').replace(/\s+/g, ' ')
}

/** A value of a log as code, whatever backticks are in it. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence} ${text.replace(/\s+/g, ' ')} ${fence}`
}

function text(title: string, note: string): Omit<Block, 'id'> {
  return block({ kind: 'text' }, title, note)
}

function block(content: BlockContent, title = '', note = ''): Omit<Block, 'id'> {
  return { title, note, content }
}
