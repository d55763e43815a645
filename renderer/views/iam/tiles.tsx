import { type IamFinding, iamSeverities } from '../../../shared/iam.ts'
import { count, many } from '../../format.ts'
import { useIam } from '../../state/iam.ts'
import { bySeverity, narrowed } from './narrow.ts'

/** One tile a severity. A tile narrows everything below to its severity; all of them count as if none did. */
export function Tiles({ findings }: { readonly findings: readonly IamFinding[] }) {
  const state = useIam()
  const found = bySeverity(narrowed(findings, { ...state, severity: null }))
  return (
    <fieldset className="tiles" aria-label="By severity">
      {iamSeverities.map((severity) => {
        const { findings: number, used, principals } = found[severity]
        return (
          <button
            key={severity}
            type="button"
            className={`tile severity-${severity}${number === 0 ? ' tile-none' : ''}`}
            aria-pressed={state.severity === severity}
            aria-label={`${severity}: ${many(number, 'finding')} about ${many(principals, 'identity', 'identities')}, ${count(used)} used`}
            onClick={() => useIam.setState({ severity: state.severity === severity ? null : severity, open: null })}
          >
            <span className="tile-name">{severity}</span>
            <span className="tile-most">{count(number)}</span>
            <span className="tile-rest">{used === 0 ? 'none seen in use' : `${count(used)} used`}</span>
          </button>
        )
      })}
    </fieldset>
  )
}
