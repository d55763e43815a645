import { InputGroup } from '@blueprintjs/core'
import { type KeyboardEvent, useMemo, useState } from 'react'
import type { EventDetail } from '../../../shared/answers.ts'
import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import type { Cell } from '../../../shared/rows.ts'
import { visible } from '../../format.ts'
import { type Json, jsonText, parseJson } from '../../parts/tree/json.ts'
import type { Path } from '../../parts/tree/nodes.ts'
import { Tree, type TreeSpot } from '../../parts/tree/tree.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { actsFor, type Spot } from './acts.ts'
import { type EventRow, shownValue } from './rows.ts'
import { inside } from './terms.ts'

interface DetailFieldsProps {
  readonly detail: EventDetail
  readonly row: EventRow
  readonly onMenu: (spot: Spot, place: TreeSpot['place']) => void
}

/** Every column that holds something, grouped, then what was logged as structure. */
export function DetailFields({ detail, row, onMenu }: DetailFieldsProps) {
  const utc = usePrefs((prefs) => prefs.utc)
  const [find, setFind] = useState('')
  const tree = useMemo(() => treeOf(detail.columns, utc), [detail.columns, utc])
  const onKey = (event: KeyboardEvent, { path, value }: TreeSpot) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    const spot = spotOf(path, value, detail.columns, row)
    const pressed = event.shiftKey ? `shift+${event.key.toLowerCase()}` : event.key
    const act = spot && actsFor(spot).find((each) => each.keys === pressed)
    act?.run()
    return act !== undefined && act !== null
  }
  return (
    <div className="detail-fields">
      <InputGroup
        size="small"
        leftIcon="search"
        className="detail-find"
        aria-label="Find in the fields of this event"
        placeholder="Find in this event"
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
      />
      <div className="detail-scroll">
        <Tree
          label="Fields of the event"
          value={tree}
          depth={2}
          find={find.trim()}
          visible={visible}
          onMenu={({ path, value, place }) => {
            const spot = spotOf(path, value, detail.columns, row)
            if (spot) onMenu(spot, place)
          }}
          onKey={onKey}
        />
      </div>
    </div>
  )
}

const groups: readonly (readonly [string, readonly EventColumnName[]])[] = [
  [
    'Event',
    [
      'time',
      'action',
      'service',
      'region',
      'account',
      'outcome',
      'error_code',
      'error_message',
      'target',
      'target_type',
      'category',
      'kind',
      'read_only',
      'id',
      'shared_id',
    ],
  ],
  ['Finding', ['severity', 'title']],
  [
    'Principal',
    [
      'actor',
      'actor_type',
      'actor_name',
      'actor_account',
      'actor_id',
      'role',
      'session_name',
      'session_start',
      'access_key',
      'mfa',
      'invoked_by',
    ],
  ],
  ['Source', ['source_ip', 'source_service', 'user_agent', 'vpc_endpoint']],
  ['Record', ['format', 'fidelity', 'flags', 'object_id', 'ordinal']],
]
const structures = ['identity', 'request', 'response', 'extra'] as const satisfies readonly EventColumnName[]

function treeOf(columns: EventDetail['columns'], utc: boolean): Json {
  const plain = groups.map(([name, members]) => {
    const held = members.filter((column) => columns[column] !== null)
    const fields = held.map((column) => [eventColumns[column].title, field(column, columns[column], utc)] as const)
    return [name, Object.fromEntries(fields)] as const
  })
  const nested = structures
    .filter((column) => columns[column] !== null)
    .map((column) => [eventColumns[column].title, parsed(columns[column])] as const)
  const [record, ...others] = plain.toReversed()
  const shown = [...others.toReversed(), ...nested, ...(record ? [record] : [])]
  return Object.fromEntries(
    shown.filter(([, fields]) => typeof fields !== 'object' || fields === null || Object.keys(fields).length > 0),
  )
}

function field(column: EventColumnName, value: Cell, utc: boolean): Json {
  return typeof value === 'string' && eventColumns[column].type !== 'TIMESTAMP' ? value : shownValue(column, value, utc)
}

function parsed(value: Cell): Json {
  return parseJson(String(value)) ?? value
}

/** What a line of the tree stands for; null for the heading of a group. */
function spotOf(path: Path, value: Json, columns: EventDetail['columns'], row: EventRow): Spot | null {
  const [top, ...rest] = path
  const structure = structures.find((column) => eventColumns[column].title === top)
  if (!structure) {
    const members = groups.find(([name]) => name === top)?.[1] ?? []
    const column = members.find((name) => eventColumns[name].title === rest[0])
    return column ? { column, value: columns[column], row } : null
  }
  if (typeof value === 'object' && value !== null) return { column: structure, value: jsonText(value), row }
  const whole = parsed(columns[structure])
  const cell = typeof value === 'bigint' ? value.toString() : value
  if (rest.length === 0) return { column: structure, value: cell, row }
  return { column: structure, value: cell, row, inside: inside(structure, whole, rest, value) }
}
