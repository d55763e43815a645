import type { DetectionSummary, Found } from '../../../shared/detection.ts'
import { tacticTitle } from '../../../shared/tactics.ts'
import { count, many, visible } from '../../format.ts'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { type DetectionsState, useDetections } from '../../state/detections.ts'

const kinds = [
  { id: 'rules', title: 'Rule', one: 'rule' },
  { id: 'tactics', title: 'Tactic', one: 'tactic' },
  { id: 'principals', title: 'Principal', one: 'principal' },
] as const satisfies readonly { readonly id: DetectionsState['by']; readonly title: string; readonly one: string }[]

/** Findings counted by rule, tactic or principal, the gravest first; a line narrows the findings to what it counts. */
export function FoundBy({ summary }: { readonly summary: DetectionSummary }) {
  const state = useDetections()
  const { by } = state
  const kind = kinds.find((one) => one.id === by) ?? kinds[0]
  const found = summary[by]
  const chosen = state[kind.one]
  return (
    <nav className="found-by" aria-label="Findings by">
      <Tabs
        label="Count by"
        chosen={by}
        onChoose={(id) => useDetections.setState({ by: id })}
        tabs={kinds.map(({ id, title }) => ({ id, title, number: summary[id].length }))}
      />
      <ul>
        {found.map((one) => (
          <li key={one.value ?? ''}>
            <button
              type="button"
              className="found-line"
              aria-pressed={chosen !== null && chosen === one.value}
              disabled={one.value === null}
              title={titleOf(by, one)}
              aria-label={`${titleOf(by, one)}, ${one.level}: ${many(one.detections, 'finding')}, ${many(one.events, 'event')}`}
              onClick={() =>
                useDetections.setState({ [kind.one]: chosen === one.value ? null : one.value, open: null })
              }
            >
              <span className={`dot severity-${one.level}`} />
              <span className="cut">{titleOf(by, one)}</span>
              <span className="number">{count(one.detections)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 1000 && <p className="quiet found-cut">Only the gravest 1,000 are shown.</p>}
    </nav>
  )
}

/** Of an ARN what stands behind the account: the rest is in the title of the line. */
function titleOf(by: DetectionsState['by'], { value, title }: Found): string {
  if (by === 'tactics') return tacticTitle(value)
  if (by === 'principals') return value === null ? 'no principal' : visible(value.replace(/^arn:[\w-]*:\w+::/, ''))
  return visible(title)
}
