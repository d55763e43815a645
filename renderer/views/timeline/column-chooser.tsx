import { Button, Checkbox, InputGroup, PopoverNext, PopupKind } from '@blueprintjs/core'
import { useState } from 'react'
import { type EventColumnName, eventColumnNames, eventColumns } from '../../../shared/event.ts'
import { moved } from '../../parts/grid/columns.ts'
import { usePrefs } from '../../state/prefs.ts'

/** Which columns the events show, in which order; remembered on this machine. */
export function ColumnChooser() {
  return (
    <PopoverNext popupKind={PopupKind.DIALOG} placement="bottom-end" arrow={false} content={<ColumnList />}>
      <Button size="small" variant="minimal" icon="two-columns" text="Columns" />
    </PopoverNext>
  )
}

function ColumnList() {
  const { columns, set } = usePrefs()
  const [find, setFind] = useState('')
  const wanted = find.trim().toLowerCase()
  const isWanted = (name: EventColumnName) => `${name} ${eventColumns[name].title}`.toLowerCase().includes(wanted)
  const others = eventColumnNames.filter((name) => !columns.includes(name))
  const turn = (name: EventColumnName) => {
    const next = columns.includes(name) ? columns.filter((other) => other !== name) : [...columns, name]
    if (next.length > 0) set({ columns: next })
  }
  const move = (from: number, step: number) => set({ columns: moved(columns, from, from + step) })
  return (
    <div className="column-chooser">
      <div className="column-chooser-head">
        <InputGroup
          size="small"
          leftIcon="search"
          placeholder="Find a column"
          aria-label="Find a column"
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
        <Button
          size="small"
          variant="minimal"
          text="Reset"
          onClick={() => set({ columns: usePrefs.getInitialState().columns, widths: {} })}
        />
      </div>
      <ul>
        {columns.map(
          (name, at) =>
            isWanted(name) && (
              <li key={name}>
                <Checkbox
                  checked
                  label={eventColumns[name].title}
                  onChange={() => turn(name)}
                  title={eventColumns[name].meaning}
                />
                <Button
                  size="small"
                  variant="minimal"
                  icon="arrow-up"
                  disabled={at === 0}
                  aria-label={`${eventColumns[name].title} one up`}
                  onClick={() => move(at, -1)}
                />
                <Button
                  size="small"
                  variant="minimal"
                  icon="arrow-down"
                  disabled={at === columns.length - 1}
                  aria-label={`${eventColumns[name].title} one down`}
                  onClick={() => move(at, 1)}
                />
              </li>
            ),
        )}
      </ul>
      <ul>
        {others.filter(isWanted).map((name) => (
          <li key={name}>
            <Checkbox
              checked={false}
              label={eventColumns[name].title}
              onChange={() => turn(name)}
              title={eventColumns[name].meaning}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
