import { Icon } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { SourcePlan } from '../../../shared/collection.ts'
import { bytes, count, duration, many, sentence, visible } from '../../format.ts'
import { HeatMapGrid } from '../../parts/heat-map/heat-map.tsx'
import { heatOfPlan } from './heat.ts'
import { Legend } from './legend.tsx'

/** The plan of one source: in numbers, in a map, and what to know before it starts. */
export function PlanOf({ plan, named }: { readonly plan: SourcePlan; readonly named: boolean }) {
  const failed = plan.notes.some(({ kind }) => kind === 'failed')
  const map = heatOfPlan(plan.places)
  return (
    <section className="acquire-plan-of" aria-label={`Plan of ${visible(plan.source)}`}>
      {named && <h3 className="anywhere">{visible(plan.source)}</h3>}
      {plan.notes.length > 0 && (
        <ul className="acquire-findings">
          {plan.notes.map((note) => (
            <li key={note.text} className="acquire-finding">
              <Icon
                icon={note.kind === 'note' ? 'info-sign' : note.kind === 'failed' ? 'error' : 'warning-sign'}
                size={14}
                className={
                  note.kind === 'note' ? 'acquire-accent' : note.kind === 'failed' ? 'acquire-bad' : 'acquire-warn'
                }
                title={note.kind}
              />
              <span className="anywhere">{sentence(visible(note.text))}</span>
            </li>
          ))}
        </ul>
      )}
      {!failed && (plan.bytes === null ? <Live objects={plan.objects} /> : <Figures plan={plan} />)}
      {map.rows.length > 0 && (
        <>
          <HeatMapGrid map={map} label="What the source has, by account, region and day" />
          <Legend shows={['there', 'new']} />
        </>
      )}
    </section>
  )
}

/** What a queue says of itself; that an API says nothing before it is asked stands among the notes. */
function Live({ objects }: { readonly objects: number | null }) {
  if (objects === null) return null
  return <p>About {many(objects, 'message')} in the queue. What they announce shows only when they are received.</p>
}

function Figures({ plan }: { readonly plan: SourcePlan }) {
  const { places, known, noncurrent, deleteMarkers, minutes, dollars, requests } = plan
  const different = (of: (place: SourcePlan['places'][number]) => string | null) =>
    new Set(places.map(of).filter((value) => value !== null)).size
  const accounts = different(({ account }) => account)
  const regions = different(({ region }) => region)
  const days = different(({ day }) => day)
  return (
    <dl className="acquire-counters">
      <Figure name="To fetch" note={bytes(plan.bytes ?? 0)}>
        {many(plan.objects ?? 0, 'object')}
      </Figure>
      <Figure name="From" note={many(days, 'day')}>
        {accounts + regions === 0
          ? 'keys name no account'
          : `${many(accounts, 'account')} × ${many(regions, 'region')}`}
      </Figure>
      <Figure name="In the case already" note={bytes(known.bytes)}>
        {count(known.objects)}
      </Figure>
      <Figure name="Takes" note={minutes ? 'on the careful side' : 'nothing is new'}>
        {!minutes ? '–' : `about ${duration(minutes * 60_000)}`}
      </Figure>
      <Figure name="Costs" note={`${many(requests ?? 0, 'request')}; transfer not counted`}>
        {!dollars ? '–' : dollars < 0.01 ? '< 0.01 USD' : `about ${dollars.toFixed(2)} USD`}
      </Figure>
      {noncurrent + deleteMarkers > 0 && (
        <Figure name="Deleted or overwritten" note="logs that somebody made away with">
          {[noncurrent > 0 && many(noncurrent, 'version'), deleteMarkers > 0 && many(deleteMarkers, 'delete marker')]
            .filter(Boolean)
            .join(', ')}
        </Figure>
      )}
    </dl>
  )
}

function Figure({
  name,
  note,
  children,
}: {
  readonly name: string
  readonly note: string
  readonly children: ReactNode
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
      <dd className="acquire-counter-note">{note}</dd>
    </div>
  )
}
