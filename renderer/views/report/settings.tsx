import { Button, HTMLSelect } from '@blueprintjs/core'
import type { BlockContent } from '../../../shared/report/block.ts'
import { tacticNames, tacticTitle } from '../../../shared/tactics.ts'
import { useDetections } from '../../state/detections.ts'
import { go } from '../../state/place.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { isTime, Kept, Row } from './fields.tsx'
import { ChartSettings, EventsSettings } from './filter-settings.tsx'
import { QuerySettings } from './query-settings.tsx'

/** What a block asks the case, where there is something to choose, and the door to the place that it comes from. */
export function Settings({
  content,
  readOnly,
  onChange,
}: {
  readonly content: BlockContent
  readonly readOnly: boolean
  readonly onChange: (content: BlockContent) => void
}) {
  switch (content.kind) {
    case 'findings':
      return (
        <Row>
          <HTMLSelect
            aria-label="Which findings"
            disabled={readOnly}
            value={content.tactic ?? 'all'}
            options={[
              { value: 'all', label: 'Findings of every tactic' },
              ...tacticNames.map((tactic) => ({ value: tactic, label: tacticTitle(tactic) })),
              { value: 'none', label: 'Findings without a tactic' },
            ]}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...content, tactic: value === 'all' ? null : value })
            }
          />
          <Button size="small" icon="shield" text="Open detections" onClick={() => go('detections')} />
        </Row>
      )
    case 'iam':
      return (
        <Row>
          <Kept
            label="Judged as of"
            value={content.at}
            readOnly={readOnly}
            problem={(text) => (isTime(text) ? null : 'a time looks like 2026-03-01T12:00:00Z')}
            onKeep={(at) => onChange({ ...content, at: new Date(at).toISOString() })}
          />
          <Button size="small" icon="people" text="Open IAM" onClick={() => go('iam')} />
        </Row>
      )
    case 'events':
      return <EventsSettings content={content} readOnly={readOnly} onChange={onChange} />
    case 'chart':
      return <ChartSettings content={content} readOnly={readOnly} onChange={onChange} />
    case 'finding':
      return (
        <Row>
          <Button
            size="small"
            icon="shield"
            text="Open the finding"
            onClick={() => {
              useDetections.setState({ tab: 'found', open: content.detection_id })
              go('detections')
            }}
          />
        </Row>
      )
    case 'event': {
      const { object_id, ordinal } = content
      return (
        <Row>
          <Button
            size="small"
            icon="timeline-events"
            text="Open the event"
            onClick={() => showInTimeline(`object:${object_id} ordinal:${ordinal}`, { object_id, ordinal })}
          />
        </Row>
      )
    }
    case 'query':
      return <QuerySettings content={content} readOnly={readOnly} onChange={onChange} />
    default:
      return null
  }
}
