import { Button, Menu, MenuItem, PopoverNext } from '@blueprintjs/core'
import type { Filter } from '../../../shared/filter.ts'
import { useCase } from '../../state/case.ts'
import { pinBars, pinEvents, pinSearch } from './pinning.ts'

/** What of the timeline can be put into the report. */
export function PinMenu({ filter }: { readonly filter: Filter }) {
  const readOnly = useCase(({ info }) => info?.readOnly ?? true)
  return (
    <PopoverNext
      placement="bottom-end"
      arrow={false}
      content={
        <Menu>
          <MenuItem icon="dot" text="The chosen events" label="P" onClick={() => void pinEvents(filter)} />
          <MenuItem icon="th-list" text="All of this search" label="Shift+P" onClick={() => void pinSearch(filter)} />
          <MenuItem icon="timeline-bar-chart" text="The bars above" label="B" onClick={() => void pinBars(filter)} />
        </Menu>
      }
    >
      <Button
        size="small"
        variant="minimal"
        icon="pin"
        text="Pin"
        disabled={readOnly}
        title={readOnly ? 'This case is open read-only' : 'Pin to the report (P)'}
      />
    </PopoverNext>
  )
}
