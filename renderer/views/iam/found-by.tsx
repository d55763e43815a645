import type { IamFinding } from '../../../shared/iam.ts'
import { count, many, visible } from '../../format.ts'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { type IamState, useIam } from '../../state/iam.ts'
import { grouped, narrowed } from './narrow.ts'
import { shortName } from './words.ts'

const kinds = [
  { id: 'checks', title: 'Check', one: 'checks' },
  { id: 'accounts', title: 'Account', one: 'account' },
  { id: 'principals', title: 'Identity', one: 'principal' },
] as const satisfies readonly { readonly id: IamState['by']; readonly title: string; readonly one: string }[]

/** More lines than anybody reads are not drawn: the findings beside them are all there. */
const most = 500

/** Findings counted by check, account or identity, the gravest first; a line narrows the findings to what it counts. */
export function FoundBy({ findings }: { readonly findings: readonly IamFinding[] }) {
  const state = useIam()
  const { by } = state
  const kind = kinds.find((one) => one.id === by) ?? kinds[0]
  const groups = grouped(narrowed(findings, { ...state, [kind.one]: null }), by)
  return (
    <nav className="found-by" aria-label="Findings by">
      <Tabs label="Count by" tabs={kinds} chosen={by} onChoose={(id) => useIam.setState({ by: id })} />
      <ul>
        {groups.slice(0, most).map(({ value, title, severity, findings: number }) => (
          <li key={value}>
            <button
              type="button"
              className="found-line"
              aria-pressed={isChosen(state[kind.one], value)}
              title={visible(title)}
              aria-label={`${visible(title)}, ${severity}: ${many(number, 'finding')}`}
              onClick={() => choose(kind.one, isChosen(state[kind.one], value) ? null : value)}
            >
              <span className={`dot severity-${severity}`} />
              <span className="cut">{by === 'principals' ? shortName(value) : visible(title)}</span>
              <span className="number">{count(number)}</span>
            </button>
          </li>
        ))}
      </ul>
      {groups.length > most && (
        <p className="quiet found-cut">
          The gravest {count(most)} of {count(groups.length)}.
        </p>
      )}
    </nav>
  )
}

function isChosen(chosen: string | readonly string[] | null, value: string): boolean {
  return chosen === value || (Array.isArray(chosen) && chosen.includes(value))
}

function choose(what: 'checks' | 'account' | 'principal', value: string | null): void {
  const chosen = what === 'checks' && value !== null ? [value] : value
  useIam.setState({ [what]: chosen, open: null })
}
