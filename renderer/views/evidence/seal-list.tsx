import { HTMLSelect } from '@blueprintjs/core'
import { useCallback, useState } from 'react'
import { type Seal, type SealKind, sealKinds, sealVerdicts } from '../../../shared/proof.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { count, many, sentence, visible, when } from '../../format.ts'
import { fitWidth, sized } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { meanings, verdictWord } from '../../parts/objects/integrity.tsx'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { showObject } from '../../state/ledger.ts'
import { usePrefs } from '../../state/prefs.ts'
import { placeOf } from './place-of.ts'
import { TypedSearch } from './typed-search.tsx'
import { useSeals } from './use-seals.ts'

/** The verification line by line: digests, log files, and what is missing; a line leads to its object. */
export function SealList() {
  const { utc, widths, set } = usePrefs()
  const asked = useSeals()
  const { verdict, kind, search } = asked
  const version = useCase((one) => one.info?.dataVersion)
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const found = useAsk('seals', { ...asked, offset: 0, limit: 1 })
  const load = useCallback(
    async (offset: number, limit: number, signal: AbortSignal) =>
      (await api.seals({ verdict, kind, search, offset, limit }, signal)).rows,
    [verdict, kind, search],
  )
  if (found.error !== null) return <Failure error={found.error} onRetry={found.refetch} />
  if (found.data === undefined) return <Loading what="Reading the verdicts" />
  const { total, verdicts } = found.data
  const all = Object.values(verdicts).reduce((sum, lines) => sum + lines, 0)
  return (
    <div className="seals">
      <div className="evidence-bar">
        <fieldset className="tabs" aria-label="Which verdicts">
          {([null, ...sealVerdicts] as const)
            .filter((one) => one === null || one === verdict || (verdicts[one] ?? 0) > 0)
            .map((one) => (
              <button
                key={one ?? 'all'}
                type="button"
                className="tab"
                aria-pressed={verdict === one}
                title={one === null ? undefined : meanings[one]}
                onClick={() => useSeals.setState({ verdict: one })}
              >
                {one === null ? 'all' : verdictWord(one)} <b>{count(one === null ? all : (verdicts[one] ?? 0))}</b>
              </button>
            ))}
        </fieldset>
        <HTMLSelect
          aria-label="Kind"
          value={kind ?? '*'}
          onChange={(event) => {
            const { value } = event.currentTarget
            useSeals.setState({ kind: sealKinds.find((one) => one === value) ?? null })
          }}
          options={[
            { value: '*', label: 'every kind' },
            ...sealKinds.map((one) => ({ value: one, label: kindNames[one] })),
          ]}
        />
        <TypedSearch
          label="Find verdicts"
          placeholder="Address or reason"
          text={search}
          onText={(text) => useSeals.setState({ search: text })}
        />
      </div>
      {total === 0 ? (
        <Empty
          icon="endorsed"
          title={all === 0 && search === '' && kind === null ? 'Nothing that AWS signs is here' : 'No such line'}
        >
          {all === 0 && search === '' && kind === null
            ? 'Only files of CloudTrail are signed. Of everything else the figures say whether it is what was imported.'
            : 'Choose another verdict or kind.'}
        </Empty>
      ) : (
        <Grid<Seal>
          label="Verdicts"
          columns={columns.map((column) => sized(column, widths[`seals.${column.id}`], utc))}
          count={total}
          token={JSON.stringify([verdict, kind, search, version])}
          load={load}
          text={(row, column) => cell(row, column, utc)}
          cellClass={(row, column) => (column === 'verdict' ? `verdict-${row.verdict}` : undefined)}
          order={null}
          cursor={{ ...cursor, row: Math.min(cursor.row, total - 1) }}
          onCursor={setCursor}
          onOpen={(row) => row.objectId !== null && showObject(row.objectId)}
          onHeader={{
            sort: () => {},
            resize: (column, width) => set({ widths: { ...widths, [`seals.${column}`]: fitWidth(width) } }),
            move: () => {},
          }}
        />
      )}
      <p className="seals-foot quiet" role="status">
        {many(total, 'line')}. Enter opens the object of a line.
      </p>
    </div>
  )
}

const kindNames: Readonly<Record<SealKind, string>> = {
  digest: 'digest',
  log: 'log file',
  'missing-digest': 'missing digest',
  'query-result': 'Lake result',
  evidence: 'file of evidence',
}

const columns = [
  { id: 'verdict', title: 'Verdict', width: 100 },
  { id: 'kind', title: 'Kind', width: 110 },
  { id: 'reason', title: 'Why', width: 300, grows: true },
  { id: 'name', title: 'File', width: 330, grows: true },
  { id: 'from', title: 'Covers from', width: 160, times: true },
  { id: 'to', title: 'to', width: 160, times: true },
  { id: 'where', title: 'Where', width: 320, grows: true },
] as const

function cell(row: Seal, column: string, utc: boolean): string {
  if (column === 'kind') return kindNames[row.kind]
  if (column === 'name') return visible(placeOf(row.uri).name)
  if (column === 'where') return visible(placeOf(row.uri).where)
  if (column === 'from' || column === 'to') return when(row[column], utc)
  if (column === 'reason')
    return visible(sentence(row.reason ?? (row.kind === 'digest' ? 'AWS signed it' : meanings[row.verdict])))
  return verdictWord(row.verdict)
}
