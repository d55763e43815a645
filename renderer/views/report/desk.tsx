import { Button, InputGroup, Popover } from '@blueprintjs/core'
import { useEffect, useRef, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { Block, Report } from '../../../shared/report/block.ts'
import { onNotice } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { many, visible, when } from '../../format.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { usePrefs } from '../../state/prefs.ts'
import { changeReport, keepWords, reportChanged, sawReport, seenReport, useDesk } from '../../state/report.ts'
import { tell } from '../../state/toast.ts'
import { AddBlock } from './add-block.tsx'
import { BlockPane } from './block-pane.tsx'
import { DraftDialog } from './draft-dialog.tsx'
import { NothingYet } from './nothing-yet.tsx'
import { beforeAfterMove, neighbour, shownBlock, titleOf } from './order.ts'
import { Outline } from './outline.tsx'
import { ReportFile } from './report-file.tsx'
import { VerifyFile } from './verify-file.tsx'
import './report.css'

/** Where the report is composed: its blocks in order, one of them open, and the way out of the case. */
export function Desk() {
  const { data, error, refetch } = useAsk('report', {}, { fresh: true })
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  useEffect(() => {
    if (data !== undefined) sawReport(data)
  }, [data])
  useEffect(() => onNotice((notice) => notice.kind === 'report' && reportChanged(notice.revision)), [])
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  if (data === undefined) return <Loading what="Opening the report" />
  return <Composed report={data} readOnly={readOnly} />
}

type Asking = 'draft' | 'export' | 'verify' | 'add'

function Composed({ report, readOnly }: { readonly report: Report; readonly readOnly: boolean }) {
  const { blocks } = report
  const open = useDesk((state) => state.open)
  const [asking, setAsking] = useState<Asking | null>(null)
  const note = useRef<HTMLTextAreaElement>(null)
  /** A block that was just added: the focus goes there. */
  const [added, setAdded] = useState<number | null>(null)
  const shown = shownBlock(blocks, open)
  const mayWrite = !readOnly
  const choose = (by: number) => shown && useDesk.setState({ open: neighbour(blocks, shown.id, by)?.id ?? null })
  const move = (id: number, before: number | null) => void changeReport('moveBlock', { id, before })
  const moveBy = (by: number) => {
    const before = shown && beforeAfterMove(blocks, shown.id, by)
    if (shown && before !== undefined) move(shown.id, before)
  }
  const draft = () => (blocks.length === 0 ? void changeReport('draftReport', seenReport()) : setAsking('draft'))
  const undo = async () => {
    if (shown && !(await keepWords(shown.id))) return
    await changeReport('undoReport', seenReport())
  }

  useEffect(() => {
    if (added === null || shown?.id !== added) return
    if (shown.content.kind === 'text') note.current?.focus()
    else toOutline()
    setAdded(null)
  }, [added, shown])

  useShortcuts('Report', [
    { keys: 'j | down', does: 'Next block', run: () => choose(1) },
    { keys: 'k | up', does: 'Block before', run: () => choose(-1) },
    { keys: 'alt+down', does: 'Move the block down', run: () => moveBy(1), when: mayWrite },
    { keys: 'alt+up', does: 'Move the block up', run: () => moveBy(-1), when: mayWrite },
    { keys: 'enter', does: 'Write in the block', run: () => note.current?.focus(), when: mayWrite },
    { keys: 'a', does: 'Add a block after it', run: () => setAsking('add'), when: mayWrite },
    { keys: 'delete', does: 'Remove the block', run: () => shown && void remove(blocks, shown), when: mayWrite },
    { keys: 'd', does: 'First draft', run: draft, when: mayWrite },
    {
      keys: 'mod+z',
      does: 'Undo the last change of the report',
      get when() {
        return mayWrite && report.canUndo && !isWriting()
      },
      run: () => void undo(),
    },
    { keys: 'mod+shift+e', does: 'Export the report', run: () => blocks.length > 0 && setAsking('export') },
    { keys: 'v', does: 'Verify a report', run: () => setAsking('verify') },
  ])

  return (
    <div className="desk">
      <h1 className="for-readers">Report</h1>
      <div className="desk-bar">
        <Named report={report} readOnly={readOnly} />
        <Button
          size="small"
          variant="minimal"
          icon="undo"
          aria-label="Undo the last change"
          title="Undo the last change (Ctrl+Z)"
          disabled={readOnly || !report.canUndo}
          onClick={() => void undo()}
        />
        <Button
          size="small"
          icon="clean"
          text="First draft"
          title="Findings told in the order of an attack (D)"
          disabled={readOnly}
          onClick={draft}
        />
        <Button
          size="small"
          icon="endorsed"
          text="Verify a report…"
          title="Whether the figures of a report still hold (V)"
          onClick={() => setAsking('verify')}
        />
        <Button
          size="small"
          intent="primary"
          icon="export"
          text="Export…"
          disabled={blocks.length === 0}
          onClick={() => setAsking('export')}
        />
      </div>
      {shown === undefined ? (
        <NothingYet readOnly={readOnly} onDraft={draft} />
      ) : (
        <Group orientation="horizontal" className="desk-parts">
          <Panel defaultSize="272px" minSize="180px" maxSize="45%">
            <div className="desk-side">
              <Outline blocks={blocks} shown={shown.id} readOnly={readOnly} onMove={move} />
              <div className="desk-foot">
                <Popover
                  isOpen={asking === 'add'}
                  onInteraction={(next) => setAsking(next ? 'add' : null)}
                  placement="top-start"
                  shouldReturnFocusOnClose={false}
                  content={
                    <AddBlock
                      after={shown}
                      blocks={blocks}
                      onAdded={({ id }) => {
                        useDesk.setState({ open: id })
                        setAdded(id)
                      }}
                      onClose={() => setAsking(null)}
                    />
                  }
                >
                  <Button
                    size="small"
                    icon="plus"
                    text="Add a block"
                    title="Add a block after this one (A)"
                    disabled={readOnly}
                  />
                </Popover>
                <span className="quiet">{many(blocks.length, 'block')}</span>
              </div>
            </div>
          </Panel>
          <Separator className="separator" />
          <Panel minSize="360px">
            <BlockPane
              key={shown.id}
              block={shown}
              readOnly={readOnly}
              note={note}
              onMove={moveBy}
              onLeave={toOutline}
              onRemove={() => void remove(blocks, shown)}
            />
          </Panel>
        </Group>
      )}
      {asking === 'draft' && <DraftDialog blocks={blocks} onClose={() => setAsking(null)} />}
      {asking === 'export' && <ReportFile report={report} onClose={() => setAsking(null)} />}
      {asking === 'verify' && <VerifyFile onClose={() => setAsking(null)} />}
    </div>
  )
}

/** Title and author, as they stand on the first page. */
function Named({ report, readOnly }: { readonly report: Report; readonly readOnly: boolean }) {
  const caseName = useCase(({ info }) => info?.name ?? '')
  const utc = usePrefs((prefs) => prefs.utc)
  const [title, setTitle] = useState<string | null>(null)
  const [author, setAuthor] = useState<string | null>(null)
  const keep = async () => {
    const next = {
      ...(title === null || title === report.title ? {} : { title }),
      ...(author === null || author === report.author ? {} : { author }),
    }
    if (Object.keys(next).length > 0 && (await changeReport('nameReport', next)) === null) return
    setTitle(null)
    setAuthor(null)
  }
  return (
    <>
      <InputGroup
        className="desk-name"
        aria-label="Title of the report"
        placeholder={caseName}
        maxLength={300}
        value={title ?? report.title}
        readOnly={readOnly}
        onValueChange={setTitle}
        onBlur={() => void keep()}
        onKeyDown={(event) => event.key === 'Enter' && void keep()}
      />
      <InputGroup
        className="desk-author"
        aria-label="Author"
        placeholder="Author"
        maxLength={300}
        value={author ?? report.author}
        readOnly={readOnly}
        onValueChange={setAuthor}
        onBlur={() => void keep()}
        onKeyDown={(event) => event.key === 'Enter' && void keep()}
      />
      <span className="desk-changed quiet cut">
        {report.changedAt !== null &&
          `revision ${report.revision}, ${when(report.changedAt, utc)}${report.changedBy === null ? '' : ` by ${visible(report.changedBy)}`}`}
      </span>
    </>
  )
}

/** Gives the focus to the block that is chosen in the list. */
function toOutline(): void {
  document.querySelector<HTMLElement>('.desk-outline [aria-selected=true]')?.focus()
}

async function remove(blocks: readonly Block[], block: Block): Promise<void> {
  if (!(await keepWords(block.id))) return
  const words = useDesk.getState().unkept.get(block.id)
  const next = blocks[blocks.indexOf(block) + 1]?.id ?? null
  if ((await changeReport('removeBlock', { id: block.id, ...seenReport() })) === null) return
  useDesk.setState({ open: next ?? blocks.at(-2)?.id ?? null })
  tell(`“${visible(titleOf(block))}” removed`, [
    {
      text: 'Undo',
      run: async () => {
        const back = await changeReport('putBlock', { ...block, ...words, id: null, before: next })
        const added = back?.blocks[blocks.indexOf(block)]
        if (added) useDesk.setState({ open: added.id })
      },
    },
  ])
}

function isWriting(): boolean {
  const element = document.activeElement
  return element instanceof HTMLElement && (element.isContentEditable || element.matches('input, textarea, select'))
}
