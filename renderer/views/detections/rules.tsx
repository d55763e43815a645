import { useMemo, useState } from 'react'
import type { RuleList } from '../../../shared/detection.ts'
import { useAsk } from '../../ask.ts'
import { count } from '../../format.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { RuleGrid } from './rule-grid.tsx'
import { RuleReasons } from './rule-reasons.tsx'
import { RuleSourcesPanel } from './rule-sources.tsx'

const kinds = ['loaded', 'found', 'noisy', 'dead', 'refused', 'remarks'] as const
type Kind = (typeof kinds)[number]
const about: Readonly<Record<Kind, string>> = {
  loaded: 'Every rule that is evaluated',
  found: 'Rules that found something when they last ran',
  noisy: 'Rules that find so much that nobody will look: more than 1,000 events and 1 % of all',
  dead: 'Rules that load and can never match',
  refused: 'Rules that cannot be evaluated as they are written, and why: never half of one is',
  remarks: 'Rules that load and may not say what was meant',
}

/** Where rules come from, and what became of each: loaded, refused with its reason, dead, noisy. */
export function Rules({ readOnly }: { readonly readOnly: boolean }) {
  const { data, error, stale, refetch } = useAsk('rules', {}, { fresh: true })
  const [kind, setKind] = useState<Kind>('loaded')
  const lists = useMemo(() => (data === undefined ? null : listsOf(data)), [data])
  return (
    <div className="detect-page detect-rules">
      <RuleSourcesPanel readOnly={readOnly} missing={data?.missing ?? []} onChanged={refetch} />
      {error !== null ? (
        <Failure error={error} onRetry={refetch} />
      ) : data === undefined || lists === null ? (
        <Loading what="Reading the rules" />
      ) : (
        <>
          <div className="detect-narrowed">
            <fieldset className="tabs" aria-label="Which rules">
              {kinds.map((one) => (
                <button
                  key={one}
                  type="button"
                  className="tab"
                  aria-pressed={kind === one}
                  title={about[one]}
                  onClick={() => setKind(one)}
                >
                  {one}{' '}
                  <b className={one === 'refused' && data.refused.length > 0 ? 'tab-warn' : undefined}>
                    {count(lists[one])}
                  </b>
                </button>
              ))}
            </fieldset>
            <span className="quiet cut">{about[kind]}</span>
          </div>
          <div className={`rule-list${stale ? ' detect-stale' : ''}`}>
            {kind === 'refused' ? (
              <RuleReasons
                label="Refused rules"
                none="Every rule could be loaded"
                lines={rarestFirst(data.refused).map(({ title, file, line, id, reason }) => ({
                  title: title ?? id ?? '',
                  file: line === undefined ? file : `${file}:${line}`,
                  reason,
                }))}
              />
            ) : kind === 'remarks' ? (
              <RuleReasons
                label="Remarks"
                none="There is nothing to remark"
                lines={data.remarks.map(({ title, file, remark }) => ({ title, file, reason: remark }))}
              />
            ) : kind === 'dead' ? (
              <RuleReasons
                label="Rules that can never match"
                none="Every rule can match"
                lines={data.loaded.flatMap(({ title, file, dead }) =>
                  dead === null ? [] : [{ title, file, reason: dead }],
                )}
              />
            ) : (
              <RuleGrid key={kind} rules={shownOf(data, kind)} />
            )}
          </div>
        </>
      )}
    </div>
  )
}

function shownOf({ loaded }: RuleList, kind: Kind): RuleList['loaded'] {
  if (kind === 'noisy') return loaded.filter(({ noisy }) => noisy)
  if (kind === 'found') return loaded.filter(({ events }) => events !== null && events > 0)
  return loaded
}

function listsOf(list: RuleList): Readonly<Record<Kind, number>> {
  return {
    loaded: list.loaded.length,
    found: shownOf(list, 'found').length,
    noisy: shownOf(list, 'noisy').length,
    dead: list.loaded.filter(({ dead }) => dead !== null).length,
    refused: list.refused.length,
    remarks: list.remarks.length,
  }
}

/** What stands alone before what thousands share, as the rules for other systems in a public collection do. */
function rarestFirst(refused: RuleList['refused']): RuleList['refused'] {
  const shares = new Map<string, number>()
  for (const { reason } of refused) shares.set(reason, (shares.get(reason) ?? 0) + 1)
  return refused.toSorted((a, b) => (shares.get(a.reason) ?? 0) - (shares.get(b.reason) ?? 0))
}
