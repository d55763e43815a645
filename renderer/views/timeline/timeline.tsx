import { Button } from '@blueprintjs/core'
import { useIsFetching } from '@tanstack/react-query'
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels'
import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { ManualRow } from '../../../shared/mark.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { many, visible } from '../../format.ts'
import { ExportDialog } from '../../parts/export-dialog/export-dialog.tsx'
import type { GridHandle, Place } from '../../parts/grid/grid.tsx'
import { MenuForValue } from '../../parts/menu-for-value/menu-for-value.tsx'
import { SearchBox } from '../../parts/search-box/search-box.tsx'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { readOnlyReason, useCase } from '../../state/case.ts'
import { useFilter } from '../../state/filter.ts'
import { usePrefs } from '../../state/prefs.ts'
import { takeWantedEvent } from '../../state/wanted-event.ts'
import type { View } from '../../view.ts'
import { actsFor, type Spot } from './acts.ts'
import { among } from './among.ts'
import { Bars } from './bars.tsx'
import { Detail } from './detail.tsx'
import { Events } from './events.tsx'
import { Facets } from './facets.tsx'
import { JumpToTime } from './jump-to-time.tsx'
import { mark, target } from './marking.ts'
import { MarksMenu } from './marks-menu.tsx'
import { NothingMatches, NothingYet } from './nothing.tsx'
import { PinMenu } from './pin-menu.tsx'
import { Pivot } from './pivot.tsx'
import { type EventRow, shownValue } from './rows.ts'
import { useSeen } from './seen.ts'
import { enterCase, say, useTimeline } from './state.ts'
import { Status } from './status.tsx'
import { CommentDialog, ManualDialog } from './text-dialog.tsx'
import { useTimelineKeys } from './use-timeline-keys.ts'
import './timeline.css'
import './hits.css'
import './marks.css'

export const timeline: View = {
  id: 'timeline',
  title: 'Timeline',
  key: 't',
  icon: 'timeline-events',
  about: 'Every event in order: search, filter, look into it',
  show: Timeline,
}

function Timeline() {
  const info = useCase((state) => state.info)
  const { filter, setSearch } = useFilter()
  const grid = useRef<GridHandle<EventRow>>(null)
  const [menu, setMenu] = useState<{ readonly spot: Spot; readonly place: Place } | null>(null)
  const [asking, setAsking] = useState<'time' | 'export' | 'comment' | 'manual' | null>(null)
  const { order, chosen } = useTimeline()
  const columns = usePrefs((prefs) => prefs.columns)
  const utc = usePrefs((prefs) => prefs.utc)
  const { seen, hidden } = useSeen(filter)
  const counted = useAsk('count', { filter: seen })
  const manual = useAsk('manualEvents', { filter: seen }).data ?? noManual
  const busy = useIsFetching() > 0

  const id = info?.id
  useLayoutEffect(() => {
    if (id !== undefined) enterCase(id)
    const wanted = takeWantedEvent()
    if (wanted) useTimeline.setState({ chosen: { ...wanted, cells: {} }, visiting: null, pivot: null, context: null })
  }, [id])
  const openMenu = (spot: Spot, place: Place) => setMenu({ spot, place })
  const menuOfRow = (row: EventRow, column: EventColumnName, place: Place) =>
    openMenu({ column, value: row.cells[column] ?? null, row }, place)
  useTimelineKeys({
    grid,
    seen,
    onJump: () => setAsking('time'),
    onExport: () => setAsking('export'),
    onMenu: menuOfRow,
    onComment: () => mayMark() && setAsking('comment'),
    onManual: () => mayMark() && setAsking('manual'),
  })

  if (info === null) return null
  if (info.events === 0) return <NothingYet />
  return (
    <div className="timeline">
      <div className={`timeline-busy${busy ? ' timeline-is-busy' : ''}`} aria-hidden="true" />
      <div className="timeline-search">
        <SearchBox value={filter.search} onApply={setSearch} />
      </div>
      <OptionalBars filter={seen} manual={manual} />
      <Status filter={filter} count={counted.error ? 0 : counted.data?.events} manual={manual.length} hidden={hidden}>
        <PinMenu filter={seen} />
        <MarksMenu onManual={() => setAsking('manual')} />
        <Button
          size="small"
          variant="minimal"
          icon="time"
          text="Go to"
          title="Go to a time (Ctrl+G)"
          onClick={() => setAsking('time')}
        />
        <Button
          size="small"
          variant="minimal"
          icon="export"
          text="Export"
          title="Export these events (Ctrl+Shift+E)"
          onClick={() => setAsking('export')}
        />
      </Status>
      <Body
        filter={filter}
        seen={seen}
        manual={manual}
        counted={counted}
        grid={grid}
        onMenu={openMenu}
        onMenuOfRow={menuOfRow}
      />
      {menu !== null && (
        <MenuForValue
          title={nameOf(menu.spot)}
          value={shownValue(menu.spot.column, menu.spot.value, utc).slice(0, 300)}
          acts={actsFor(menu.spot)}
          place={menu.place}
          onClose={() => setMenu(null)}
        />
      )}
      <JumpToTime
        open={asking === 'time'}
        near={chosen?.cells.time == null ? null : String(chosen.cells.time)}
        onClose={() => setAsking(null)}
        onJump={(time) => void jump(seen, manual, time, grid)}
      />
      <ExportDialog
        open={asking === 'export'}
        what={{ kind: 'events', filter: seen, columns: [...columns], order }}
        rows={counted.data?.events}
        onClose={() => setAsking(null)}
      />
      {asking === 'comment' && (
        <CommentDialog
          about={aboutTarget(seen, counted.data?.events ?? 0)}
          onSave={(text) => mark(target(seen), { comment: text }, 'commented')}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'manual' && (
        <ManualDialog
          before={null}
          near={chosen?.cells.time == null ? null : String(chosen.cells.time)}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  )
}

const noManual: readonly ManualRow[] = []

/** Whether this case can be marked; says why not. */
function mayMark(): boolean {
  const { info } = useCase.getState()
  if (info?.readOnly) say(readOnlyReason(info))
  return info?.readOnly === false
}

function aboutTarget(seen: Filter, count: number): string {
  const which = target(seen)
  if (which === null) return 'No event is selected'
  return `About ${many('events' in which ? which.events.length : count, 'event')}`
}

interface BodyProps {
  readonly filter: Filter
  /** The filter without what is hidden. */
  readonly seen: Filter
  readonly manual: readonly ManualRow[]
  readonly counted: ReturnType<typeof useAsk<'count'>>
  readonly grid: RefObject<GridHandle<EventRow> | null>
  readonly onMenu: (spot: Spot, place: Place) => void
  readonly onMenuOfRow: (row: EventRow, column: EventColumnName, place: Place) => void
}

/** Values on the left, events in the middle, the chosen one on the right. */
function Body({ filter, seen, manual, counted, grid, onMenu, onMenuOfRow }: BodyProps) {
  const { facets, detail, pivot } = useTimeline()
  const panels = [facets && 'facets', 'events', detail && 'detail'].filter((panel) => panel !== false)
  const layout = useDefaultLayout({ id: 'coldtrail.timeline', panelIds: panels, storage: localStorage })
  const open = () => {
    if (useTimeline.getState().detail) focusDetail()
    else useTimeline.setState({ detail: true })
  }
  const events = counted.data?.events
  return (
    <Group
      key={panels.join(' ')}
      orientation="horizontal"
      className="timeline-body"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
    >
      {facets && (
        <>
          <Panel id="facets" defaultSize={216} minSize={150} maxSize={420} groupResizeBehavior="preserve-pixel-size">
            <Facets filter={seen} />
          </Panel>
          <Separator className="timeline-separator" />
        </>
      )}
      <Panel id="events" minSize={280}>
        {counted.error ? (
          <Failure error={counted.error} onRetry={counted.refetch} />
        ) : pivot !== null ? (
          <Pivot key={pivot} column={pivot} filter={seen} onMenu={onMenu} />
        ) : events === undefined ? (
          <Loading what="Counting the events" />
        ) : events === 0 && manual.length === 0 && !counted.stale ? (
          <NothingMatches filter={filter} />
        ) : (
          <Events filter={seen} count={events} manual={manual} grid={grid} onMenu={onMenuOfRow} onOpen={open} />
        )}
      </Panel>
      {detail && (
        <>
          <Separator className="timeline-separator" />
          <Panel id="detail" defaultSize={372} minSize={240} maxSize="60%" groupResizeBehavior="preserve-pixel-size">
            <Detail none={events === 0 && manual.length === 0} onMenu={onMenu} onLeave={() => grid.current?.focus()} />
          </Panel>
        </>
      )}
    </Group>
  )
}

function OptionalBars(props: { readonly filter: Filter; readonly manual: readonly ManualRow[] }) {
  const bars = useTimeline((state) => state.bars)
  return bars ? <Bars {...props} /> : null
}

function nameOf({ column, inside }: Spot): string {
  return inside && 'field' in inside ? visible(inside.field) : eventColumns[column].title
}

function focusDetail(): void {
  const places = ['[role=treeitem][tabindex="0"]', '.detail-text', '[role=tab][aria-selected=true]']
  const found = places.map((place) => document.querySelector<HTMLElement>(`.detail ${place}`))
  found.find((element) => element !== null)?.focus()
}

/** Puts the cursor on the first event at or after a time. */
async function jump(
  filter: Filter,
  manual: readonly ManualRow[],
  time: string,
  grid: RefObject<GridHandle<EventRow> | null>,
): Promise<void> {
  const order = { column: 'time', descending: false } as const
  try {
    const { offset } = await api.position({ filter, order, of: { time } })
    const { events } = await api.count({ filter })
    if (offset === null) {
      say('no event at or after that time')
      return
    }
    const { cursor } = useTimeline.getState()
    const row = among(events, manual, false).rowOf(offset)
    useTimeline.setState({ order, pivot: null, visiting: null, chosen: null, cursor: { ...cursor, row } })
    grid.current?.reveal(row, true)
    grid.current?.focus()
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
}
