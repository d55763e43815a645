import { Button, Menu, MenuDivider, MenuItem, Popover } from '@blueprintjs/core'
import { useRef, useState } from 'react'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { count, many } from '../../format.ts'
import { marksCame } from '../../parts/bundle/marks-came.ts'
import { OpenBundle } from '../../parts/bundle/open-bundle.tsx'
import { ExportDialog } from '../../parts/export-dialog/export-dialog.tsx'
import { useCase } from '../../state/case.ts'
import { useFilter } from '../../state/filter.ts'
import { undo } from './marking.ts'
import { say } from './state.ts'

/** What is marked in the case, each a door to it; undo; and the way to other people's marks and back. */
export function MarksMenu({ onManual }: { readonly onManual: () => void }) {
  const { data } = useAsk('markSummary', {})
  const readOnly = useCase(({ info }) => info?.readOnly ?? true)
  const [exporting, setExporting] = useState(false)
  const [opening, setOpening] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const show = (search: string) => useFilter.getState().set({ search, from: null, to: null })
  const door = (search: string, text: string, events: number) => (
    <MenuItem
      key={search}
      text={text}
      labelElement={count(events)}
      disabled={events === 0}
      onClick={() => show(search)}
    />
  )
  return (
    <>
      <Popover
        placement="bottom-end"
        content={
          <Menu className="marks-menu">
            {data && (
              <>
                {door('starred:true', 'Starred', data.starred)}
                {door('tag:bad', 'Bad', data.bad)}
                {door('tag:suspicious', 'Suspicious', data.suspicious)}
                {door('tag:good', 'Good', data.good)}
                {door('comment:*', 'Commented', data.commented)}
                {door('hidden:true', 'Hidden', data.hidden)}
                {door('disputed:true', 'People disagree', data.disputed)}
                {data.lost > 0 && (
                  <MenuItem
                    disabled
                    text={`${many(data.lost, 'mark')} of events that are not in this case`}
                    title="They wait for the logs that hold their events; coldtrail marks list --lost tells which."
                  />
                )}
                <MenuDivider />
                <MenuItem
                  icon="undo"
                  text="Undo my last mark"
                  label="Ctrl+Z"
                  disabled={readOnly || data.undo === null}
                  onClick={() => void undo()}
                />
              </>
            )}
            <MenuItem icon="new-link" text="Manual event…" label="E" disabled={readOnly} onClick={onManual} />
            <MenuDivider />
            <MenuItem icon="export" text="Export marks…" onClick={() => setExporting(true)} />
            <MenuItem
              icon="import"
              text="Take in marks of another person…"
              disabled={readOnly}
              onClick={() => chooser.current?.click()}
            />
            <MenuItem
              icon="lock"
              text="Take in a bundle of marks…"
              disabled={readOnly}
              onClick={() => setOpening(true)}
            />
          </Menu>
        }
      >
        <Button
          size="small"
          variant="minimal"
          icon="star"
          text={data && data.events > 0 ? `Marks ${count(data.events)}` : 'Marks'}
          intent={data && data.disputed > 0 ? 'warning' : 'none'}
          title={data && data.disputed > 0 ? `People disagree about ${many(data.disputed, 'event')}` : 'Marked events'}
        />
      </Popover>
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="File of marks"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (file) void takeIn(file)
        }}
      />
      {opening && <OpenBundle place={null} onUnpacked={() => {}} onClose={() => setOpening(false)} />}
      <ExportDialog open={exporting} what={{ kind: 'marks' }} rows={undefined} onClose={() => setExporting(false)} />
    </>
  )
}

async function takeIn(file: File): Promise<void> {
  try {
    const came = await api.importMarks({ text: await file.text(), name: file.name })
    say(marksCame(came).join('; '))
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
}
