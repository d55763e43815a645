import type { Overview } from '../../../shared/answers.ts'
import { many } from '../../format.ts'
import { ProblemTable } from '../../parts/objects/problem-table.tsx'
import { showObject, showObjects } from '../../state/ledger.ts'

/** Every object of which something is not in the case, by name and with the reason. */
export function Problems({ data }: { readonly data: Overview }) {
  const { partial, skipped, rejected } = data.objects
  const all = partial + skipped + rejected
  return (
    <section className="panel problems" aria-labelledby="problems-title">
      <h2 id="problems-title">Not read, or not all of it: {many(all, 'object')}</h2>
      <div className="problems-list">
        <ProblemTable rows={data.problems} onOpen={showObject} />
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
