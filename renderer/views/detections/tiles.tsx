import { useAsk } from '../../ask.ts'
import { count, many } from '../../format.ts'
import { useDetections } from '../../state/detections.ts'
import { filterOf, gravestFirst } from './words.ts'

/** One tile a severity: findings, rules, events. A tile narrows everything below to its severity; all of them count as if none did. */
export function Tiles() {
  const state = useDetections()
  const { data } = useAsk('detectionSummary', { filter: filterOf({ ...state, level: null }), buckets: 80 })
  return (
    <fieldset className="tiles" aria-label="By severity">
      {gravestFirst.map((level) => {
        const found = data?.levels.find((one) => one.value === level)
        const { detections, rules, events } = found ?? { detections: 0, rules: 0, events: 0 }
        return (
          <button
            key={level}
            type="button"
            className={`tile severity-${level}${detections === 0 ? ' tile-none' : ''}`}
            aria-pressed={state.level === level}
            aria-label={`${level}: ${many(detections, 'finding')} of ${many(rules, 'rule')}, ${many(events, 'event')}`}
            onClick={() => useDetections.setState({ level: state.level === level ? null : level, open: null })}
          >
            <span className="tile-name">{level}</span>
            <span className="tile-most">{data === undefined ? '…' : count(detections)}</span>
            <span className="tile-rest">
              {many(rules, 'rule')} · {many(events, 'event')}
            </span>
          </button>
        )
      })}
    </fieldset>
  )
}
