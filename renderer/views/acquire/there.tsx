import { HTMLSelect } from '@blueprintjs/core'
import { useMemo, useState } from 'react'
import { useAsk } from '../../ask.ts'
import { many, visible } from '../../format.ts'
import { HeatMapGrid } from '../../parts/heat-map/heat-map.tsx'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { heatOfCollected } from './heat.ts'
import { Legend } from './legend.tsx'

/** What was collected of each account, region and day, and what is missing between the first and the last. */
export function There({ names }: { readonly names: readonly string[] }) {
  const [source, setSource] = useState<string | null>(null)
  const [service, setService] = useState<string | null>(null)
  const { data, error, refetch } = useAsk('collected', { source })
  const services = useMemo(() => [...new Set((data ?? []).map((place) => place.service))].sort(), [data])
  const map = useMemo(
    () => heatOfCollected((data ?? []).filter((place) => service === null || (place.service ?? '') === service)),
    [data, service],
  )
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  if (data === undefined) return <Loading what="Reading what was collected" />
  if (data.length === 0 && source === null) {
    return (
      <Empty icon="heat-grid" title="Nothing was collected yet">
        After the first run each account, region and day has a field here, also those of which nothing came.
      </Empty>
    )
  }
  return (
    <div className="panel acquire-there">
      <div className="acquire-there-bar">
        <HTMLSelect
          aria-label="Source"
          value={source ?? ''}
          onChange={(event) => {
            setService(null)
            setSource(event.currentTarget.value || null)
          }}
          options={[
            { value: '', label: 'every source' },
            ...names.map((name) => ({ value: name, label: visible(name) })),
          ]}
        />
        {services.length > 1 && (
          <HTMLSelect
            aria-label="Service"
            value={service ?? '*'}
            onChange={({ currentTarget: { value } }) => setService(value === '*' ? null : value)}
            options={[
              { value: '*', label: 'every service' },
              ...services.map((one) => ({ value: one ?? '', label: one === null ? 'no service' : visible(one) })),
            ]}
          />
        )}
        <Legend shows={['there', 'bad']} />
      </div>
      {map.rows.length === 0 ? (
        <p className="quiet">Nothing was collected from it yet.</p>
      ) : (
        <HeatMapGrid map={map} label="What was collected, by account, region and day" />
      )}
      {map.rows.length > 0 && (
        <details className="acquire-gaps" open={map.gaps.length > 0 && map.gaps.length <= 12}>
          <summary>
            {map.gaps.length === 0
              ? 'No gap between the first day and the last'
              : `${many(map.gaps.length, 'gap')} between the first day and the last`}
          </summary>
          {map.gaps.length > 0 && (
            <ul>
              {map.gaps.slice(0, mostGaps).map((gap) => (
                <li key={gap} className="mono">
                  {gap}
                </li>
              ))}
              {map.gaps.length > mostGaps && <li>and {many(map.gaps.length - mostGaps, 'more', 'more')}</li>}
            </ul>
          )}
        </details>
      )}
    </div>
  )
}

const mostGaps = 500
