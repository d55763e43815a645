import { Button } from '@blueprintjs/core'
import type { LedgerSums } from '../../../shared/ledger.ts'
import { pathField } from '../../../shared/search/write.ts'
import { count, visible } from '../../format.ts'
import { everything, useFilter } from '../../state/filter.ts'
import { go } from '../../state/place.ts'

/** Fields seen and not mapped: the formats change, and what no column tells of must not be overlooked. */
export function Unmapped({
  fields,
  onClose,
}: {
  readonly fields: LedgerSums['unmapped']
  readonly onClose: () => void
}) {
  const formats = [...new Set(fields.map(({ format }) => format))]
  const show = (field: string) => {
    useFilter.getState().set({ ...everything, search: `${pathField('extra', [field])}:*` })
    go('timeline')
  }
  return (
    <aside className="object-detail" aria-label="Fields seen and not mapped">
      <header>
        <h2>Fields seen and not mapped</h2>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close" onClick={onClose} />
      </header>
      <p className="quiet">
        Top-level fields of records that their format does not know. Nothing of them is lost: events hold them under
        Other fields, and a search finds them there.
      </p>
      {formats.map((format) => (
        <section key={format} className="unmapped">
          <h3>{format === null ? 'No format' : visible(format)}</h3>
          <table className="table">
            <thead>
              <tr>
                <th>Field</th>
                <th className="number">Records</th>
                <th className="number">Objects</th>
              </tr>
            </thead>
            <tbody>
              {fields
                .filter((one) => one.format === format)
                .map(({ field, records, objects }) => (
                  <tr key={field}>
                    <td>
                      <button type="button" className="door mono anywhere" onClick={() => show(field)}>
                        {visible(field)}
                      </button>
                    </td>
                    <td className="number">{count(records)}</td>
                    <td className="number">{count(objects)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      ))}
    </aside>
  )
}
