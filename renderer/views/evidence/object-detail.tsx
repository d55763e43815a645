import { Button, Tab, Tabs } from '@blueprintjs/core'
import { useState } from 'react'
import { useAsk } from '../../ask.ts'
import { count, visible } from '../../format.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { everything, useFilter } from '../../state/filter.ts'
import { go } from '../../state/place.ts'
import { ObjectFacts } from './object-facts.tsx'
import { ObjectLook } from './object-look.tsx'
import { placeOf } from './place-of.ts'
import type { RetryOf } from './retry-dialog.tsx'

/** Everything the case knows of an object, and a look at its bytes. */
export function ObjectDetail({
  objectId,
  readOnly,
  onRetry,
  onClose,
}: {
  readonly objectId: number
  readonly readOnly: boolean
  readonly onRetry: (of: RetryOf) => void
  readonly onClose: () => void
}) {
  const { data, error, refetch } = useAsk('object', { object_id: objectId })
  const [tab, setTab] = useState('facts')
  const openEvents = () => {
    useFilter.getState().set({ ...everything, search: `object:${objectId}` })
    go('timeline')
  }
  if (error !== null) {
    const gone = error.code === 'not-found'
    return (
      <aside className="object-detail" aria-label="Object">
        <Failure
          error={gone ? new Error('it was read again since, and has another line in the ledger now') : error}
          onRetry={gone ? onClose : refetch}
        />
      </aside>
    )
  }
  if (data === undefined) return <Loading what="Reading the ledger" />
  const failed = data.state !== 'stored' && data.state !== 'duplicate'
  return (
    <aside className="object-detail" aria-label="Object">
      <header>
        <h2 className="anywhere">{visible(placeOf(data.uri).name)}</h2>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the details" onClick={onClose} />
      </header>
      <div className="object-acts">
        {data.events > 0 && (
          <Button
            size="small"
            icon="timeline-events"
            text={`Its ${count(data.events)} events in the timeline`}
            onClick={openEvents}
          />
        )}
        {failed && (
          <Button
            size="small"
            icon="repeat"
            text="Read again…"
            disabled={readOnly}
            onClick={() => onRetry({ objectId, name: data.uri })}
          />
        )}
      </div>
      <Tabs id="object" selectedTabId={tab} onChange={(to) => setTab(String(to))} renderActiveTabPanelOnly>
        <Tab id="facts" title="Ledger" panel={<ObjectFacts object={data} />} />
        <Tab id="look" title="Look inside" panel={<ObjectLook key={objectId} objectId={objectId} />} />
      </Tabs>
    </aside>
  )
}
