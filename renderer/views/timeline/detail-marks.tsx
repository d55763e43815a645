import { Button } from '@blueprintjs/core'
import { useState } from 'react'
import { type MarkAspect, type MarkComment, type MarkDispute, markTags } from '../../../shared/mark.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { time, visible, visibleLines } from '../../format.ts'
import { readOnlyReason, useCase } from '../../state/case.ts'
import { usePrefs } from '../../state/prefs.ts'
import { mark, toggle } from './marking.ts'
import { pinComment } from './pinning.ts'
import type { EventKey } from './rows.ts'
import { say } from './state.ts'
import { CommentDialog } from './text-dialog.tsx'

/** What people say of the event: star, tag, whether it is hidden, comments; and what they disagree about. */
export function DetailMarks({ of }: { readonly of: EventKey }) {
  const event = { object_id: of.object_id, ordinal: of.ordinal }
  const { data, error } = useAsk('eventMarks', event)
  const readOnly = useCase(({ info }) => (info?.readOnly ? readOnlyReason(info) : null))
  const [editing, setEditing] = useState<MarkComment | 'new' | null>(null)
  if (error) return <p className="detail-marks marks-problem">{error.message}</p>
  const which = { events: [event] }
  const why = (text: string) => readOnly ?? text
  return (
    <section className="detail-marks" aria-label="Marks">
      <div className="detail-marks-bar">
        <Button
          size="small"
          variant="minimal"
          icon={data?.star ? 'star' : 'star-empty'}
          active={data?.star === true}
          aria-pressed={data?.star === true}
          aria-label="Star"
          title={why('Star (S)')}
          disabled={readOnly !== null}
          onClick={() => void toggle(which, 'star')}
        />
        {markTags.map((tag, at) => (
          <Button
            key={tag}
            size="small"
            variant="minimal"
            className={`mark-button mark-${tag}`}
            text={tag}
            active={data?.tag === tag}
            aria-pressed={data?.tag === tag}
            title={why(`Tag as ${tag} (${at + 1})`)}
            disabled={readOnly !== null}
            onClick={() => void toggle(which, tag)}
          />
        ))}
        <span className="detail-space" />
        <Button
          size="small"
          variant="minimal"
          icon={data?.hidden ? 'eye-open' : 'eye-off'}
          active={data?.hidden === true}
          aria-pressed={data?.hidden === true}
          aria-label={data?.hidden ? 'Show it again' : 'Hide it'}
          title={why(data?.hidden ? 'Show it again (X)' : 'Hide it from view (X)')}
          disabled={readOnly !== null}
          onClick={() => void toggle(which, 'hidden')}
        />
        <Button
          size="small"
          variant="minimal"
          icon="comment"
          aria-label="Comment"
          title={why('Comment (C)')}
          disabled={readOnly !== null}
          onClick={() => setEditing('new')}
        />
      </div>
      {data?.disputes.map((dispute) => (
        <Dispute key={`${dispute.aspect} ${dispute.comment}`} dispute={dispute} decidable={readOnly === null} />
      ))}
      {data !== undefined && data.discussion.length > 0 && (
        <ul className="detail-comments" aria-label="Comments">
          {data.discussion.map((comment) => (
            <Comment
              key={comment.comment}
              of={event}
              comment={comment}
              onEdit={readOnly === null ? setEditing : null}
            />
          ))}
        </ul>
      )}
      {editing !== null && (
        <CommentDialog
          about={editing === 'new' ? 'About this event' : 'Your comment'}
          before={editing === 'new' ? '' : editing.text}
          onSave={async (text) => {
            if (editing === 'new') await mark(which, { comment: text }, 'commented')
            else await api.editComment({ comment: editing.comment, text })
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  )
}

function Comment({
  of,
  comment,
  onEdit,
}: {
  readonly of: EventKey
  readonly comment: MarkComment
  readonly onEdit: ((comment: MarkComment) => void) | null
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const remove = () =>
    api.editComment({ comment: comment.comment, text: null }).catch((error: unknown) => {
      say(error instanceof Error ? error.message : String(error))
    })
  return (
    <li className="detail-comment">
      <div className="detail-comment-head">
        <span className="cut" title={visible(comment.by)}>
          {visible(comment.by)}
        </span>
        <span className="quiet">{time(comment.at, utc)}</span>
        {comment.changed !== null && (
          <span className="quiet" title={`changed ${time(comment.changed, utc)}`}>
            changed
          </span>
        )}
        <span className="detail-space" />
        {onEdit && (
          <>
            <Button
              size="small"
              variant="minimal"
              icon="pin"
              aria-label="Pin to the report"
              title="Pin to the report, with the event (Shift+C: the last comment)"
              onClick={() => void pinComment(of, comment)}
            />
            <Button size="small" variant="minimal" icon="edit" aria-label="Change" onClick={() => onEdit(comment)} />
            <Button size="small" variant="minimal" icon="trash" aria-label="Take away" onClick={() => void remove()} />
          </>
        )}
      </div>
      <p>{visibleLines(comment.text)}</p>
    </li>
  )
}

const asked: Readonly<Record<MarkAspect, string>> = {
  star: 'whether it has a star',
  tag: 'the tag',
  hidden: 'whether it is hidden',
  comment: 'a comment',
  event: 'what happened',
}

/** What two people said without knowing of each other; one click decides for everybody. */
function Dispute({ dispute, decidable }: { readonly dispute: MarkDispute; readonly decidable: boolean }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const decide = (mark_id: string) =>
    api.decideMark({ mark_id }).catch((error: unknown) => say(error instanceof Error ? error.message : String(error)))
  return (
    <section className="detail-dispute" aria-label={`Disagreement about ${asked[dispute.aspect]}`}>
      <p>People disagree about {asked[dispute.aspect]}. Until one decides, the later word counts.</p>
      <ul>
        {dispute.versions.map(({ mark_id, value, by, at }) => (
          <li key={mark_id} className="detail-version">
            <strong>{value === null ? 'nothing' : value === 'true' ? 'yes' : visible(value).slice(0, 300)}</strong>
            <span className="quiet cut">
              {visible(by)}, {time(at, utc)}
            </span>
            {decidable && (
              <button type="button" className="door" onClick={() => void decide(mark_id)}>
                keep this
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
