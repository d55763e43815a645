import { Button, Icon, InputGroup, TextArea } from '@blueprintjs/core'
import { type Ref, useEffect } from 'react'
import type { Block } from '../../../shared/report/block.ts'
import { blockKinds } from '../../../shared/report/kinds.ts'
import { changeContent, keepWords, useDesk, writeWords } from '../../state/report.ts'
import { kindIcons } from './kind-icons.ts'
import { Preview } from './preview.tsx'
import { Settings } from './settings.tsx'

/** One block: what it is called, what it asks, what the person says, and beside that how it will look. */
export function BlockPane({
  block,
  readOnly,
  note,
  onMove,
  onLeave,
  onRemove,
}: {
  readonly block: Block
  readonly readOnly: boolean
  /** Where the person writes: keys of the view put the cursor there. */
  readonly note: Ref<HTMLTextAreaElement>
  readonly onMove: (by: number) => void
  /** The person has done with writing. */
  readonly onLeave: () => void
  readonly onRemove: () => void
}) {
  const unkept = useDesk((state) => state.unkept.get(block.id))
  const { title, note: text } = unkept ?? block
  const { kind } = block.content
  const isText = kind === 'text'
  const keep = () => void keepWords(block.id)
  useEffect(() => () => void keepWords(block.id), [block.id])
  return (
    <section
      className={`desk-block desk-${isText ? 'words' : 'figures'}`}
      aria-label={`Block: ${blockKinds[kind].title}`}
    >
      <header className="desk-head">
        <Icon icon={kindIcons[kind]} />
        <InputGroup
          className="desk-title"
          aria-label="Title of the block"
          placeholder={blockKinds[kind].title}
          maxLength={300}
          value={title}
          readOnly={readOnly}
          onValueChange={(next) => writeWords(block, { title: next })}
          onBlur={keep}
        />
        <span className="desk-kept quiet" role="status">
          {unkept !== undefined && 'not kept yet'}
        </span>
        <Button
          size="small"
          variant="minimal"
          icon="arrow-up"
          aria-label="Move up"
          title="Move up (Alt+↑)"
          disabled={readOnly}
          onClick={() => onMove(-1)}
        />
        <Button
          size="small"
          variant="minimal"
          icon="arrow-down"
          aria-label="Move down"
          title="Move down (Alt+↓)"
          disabled={readOnly}
          onClick={() => onMove(1)}
        />
        <Button
          size="small"
          variant="minimal"
          icon="trash"
          aria-label="Remove the block"
          title="Remove (Delete)"
          disabled={readOnly}
          onClick={onRemove}
        />
      </header>
      <div className="desk-body">
        <div className="desk-write">
          <Settings
            content={block.content}
            readOnly={readOnly}
            onChange={(content) => void changeContent(block, content)}
          />
          <TextArea
            inputRef={note}
            className="desk-note"
            fill
            aria-label={isText ? 'Text, as Markdown' : 'What you say about it, as Markdown'}
            placeholder={
              isText
                ? 'Write here. # heading, **bold**, - list, `code`, | table |'
                : 'What you say about it (optional, Markdown)'
            }
            value={text}
            readOnly={readOnly}
            spellCheck
            maxLength={200_000}
            onChange={(event) => writeWords(block, { note: event.currentTarget.value })}
            onBlur={keep}
            onKeyDown={(event) => event.key === 'Escape' && onLeave()}
          />
        </div>
        <div className="desk-preview">
          <Preview key={block.id} block={{ title, note: text, content: block.content }} />
        </div>
      </div>
    </section>
  )
}
