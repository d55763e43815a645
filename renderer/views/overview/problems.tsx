import type { Overview } from '../../../shared/api.ts'
import { many, visible } from '../../format.ts'
import { showObjects } from '../../state/ledger.ts'

/** Every object of which something is not in the case, by name and with the reason. */
export function Problems({ data }: { readonly data: Overview }) {
  const { partial, skipped, rejected } = data.objects
  const all = partial + skipped + rejected
  return (
    <section className="panel problems" aria-labelledby="problems-title">
      <h2 id="problems-title">Not read, or not all of it: {many(all, 'object')}</h2>
      <div className="problems-list">
        <table className="table">
          <thead>
            <tr>
              <th>State</th>
              <th>Reason</th>
              <th>Object</th>
            </tr>
          </thead>
          <tbody>
            {data.problems.map((problem) => (
              <tr key={problem.object_id}>
                <td>
                  <span className={`chip ${problem.state === 'rejected' ? 'chip-bad' : 'chip-warn'}`}>
                    {problem.state}
                  </span>
                </td>
                <td className="anywhere">{visible(problem.reason)}</td>
                <td className="mono anywhere">{visible(problem.uri)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all > data.problems.length && (
        <p>
          The worst {data.problems.length} are shown.{' '}
          <button type="button" className="door" onClick={() => showObjects(null)}>
            All of them are in the ledger.
          </button>
        </p>
      )}
    </section>
  )
}
