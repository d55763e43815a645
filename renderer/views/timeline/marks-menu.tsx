import { Button, Menu, MenuDivider, MenuItem, Popover } from '@blueprintjs/core'
import { useRef, useState } from 'react'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { count, many } from '../../format.ts'
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
      <ExportDialog open={exporting} what={{ kind: 'marks' }} rows={undefined} onClose={() => setExporting(false)} />
    </>
  )
}

async function takeIn(file: File): Promise<void> {
  try {
    const came = await api.importMarks({ text: await file.text(), name: file.name })
    const from = came.people.length > 0 ? ` of ${came.people.join(', ')}` : ''
    const told = [
      came.fresh === 0 ? 'nothing that is not known already' : `${many(came.fresh, 'mark')}${from} taken in`,
      came.disputed > 0 && `people disagree about ${many(came.disputed, 'event')}`,
      came.lost > 0 && `${many(came.lost, 'mark')} of events that are not here`,
      came.refused > 0 && `${many(came.refused, 'mark')} refused: altered after they were made`,
      came.otherCase !== null && `the file is of another case, '${came.otherCase}'`,
    ]
    say(told.filter(Boolean).join('; '))
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
}
