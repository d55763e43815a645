import { useAsk } from '../../ask.ts'
import { visible } from '../../format.ts'
import { useDetections } from '../../state/detections.ts'
import { go } from '../../state/place.ts'
import type { EventKey } from './rows.ts'

/** The findings that an event is part of, each a door to it. */
export function DetailHits({ of }: { readonly of: EventKey }) {
  const { data } = useAsk('hits', { events: [{ object_id: of.object_id, ordinal: of.ordinal }] })
  const hits = data?.[0] ?? []
  if (hits.length === 0) return null
  return (
    <ul className="detail-hits" aria-label="Findings that it is part of">
      {hits.map(({ detection_id, title, level }) => (
        <li key={detection_id}>
          <span className={`hit-mark hit-${level}`} aria-hidden="true">
            ◆
          </span>
          <button
            type="button"
            className="door"
            onClick={() => {
              useDetections.setState({ tab: 'found', state: 'open', open: detection_id })
              go('detections')
            }}
          >
            {visible(title)}
          </button>
          <span className="quiet">{level}</span>
        </li>
      ))}
    </ul>
  )
}
