import { Button, Icon, Menu, MenuDivider, MenuItem, PopoverNext } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { CollectionRun } from '../../../shared/collection.ts'
import type { ScheduledSource } from '../../../shared/schedule.ts'
import type { Source } from '../../../shared/source.ts'
import { many, sentence, visible, when } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { lastResult, sayState } from './run-words.ts'
import { credentialsOf, every, kinds, layouts, placeOf, scopeOf, takesAway } from './words.ts'

export interface CardActs {
  onPlan(source: Source): void
  onEdit(source: Source): void
  onCopy(source: Source): void
  onRemove(source: Source): void
  onExport(source: Source): void
  onPermissions(source: Source): void
  onRetry(source: Source): void
}

/** One source: what it is, with whose permissions, what it last brought and when it runs next. */
export function SourceCard({
  source,
  run,
  never,
  scheduled,
  isScheduling,
  readOnly,
  busy,
  acts,
}: {
  readonly source: Source
  /** Its last run. */
  readonly run: CollectionRun | undefined
  /** What to say where no run of it is known. */
  readonly never: string
  readonly scheduled: ScheduledSource | undefined
  readonly isScheduling: boolean
  readonly readOnly: boolean
  /** A collection or an import goes on: another one cannot start. */
  readonly busy: boolean
  readonly acts: CardActs
}) {
  const scope = scopeOf(source)
  const away = takesAway(source)
  const name = visible(source.name)
  return (
    <article className={`panel acquire-card ${source.disabled ? 'acquire-off' : ''}`} aria-label={name}>
      <header>
        <h2 className="acquire-name anywhere">{name}</h2>
        {source.disabled && <span className="chip">switched off</span>}
        {away !== null && (
          <span className="chip chip-warn" title={`${away} are deleted once they are in the case`}>
            <Icon icon="warning-sign" size={11} /> deletes {away}
          </span>
        )}
        <PopoverNext placement="bottom-end" arrow={false} content={<Acts {...{ source, readOnly, acts }} />}>
          <Button size="small" variant="minimal" icon="more" aria-label={`More for ${name}`} />
        </PopoverNext>
      </header>
      <p className="quiet">
        {kinds[source.kind].title}
        {source.kind === 's3-bucket' && ` · ${layouts[source.layout]}`}
      </p>
      <dl>
        <Line name="Place">
          <span className="mono anywhere">{visible(placeOf(source))}</span>
          {scope !== null && <span className="quiet acquire-line anywhere">{visible(scope)}</span>}
        </Line>
        <Line name="As">
          <span className="anywhere">{visible(credentialsOf(source))}</span>
        </Line>
        <Line name="Last">
          <Last source={source} run={run} never={never} />
        </Line>
        <Line name="Next">
          <Next source={source} scheduled={scheduled} isScheduling={isScheduling} />
        </Line>
      </dl>
      <footer>
        <Button
          size="small"
          intent="primary"
          icon="cloud-download"
          text="Plan and collect…"
          aria-label={`Plan and collect ${name}`}
          onClick={() => acts.onPlan(source)}
        />
        {run !== undefined && hasFailed(run) && (
          <Button
            size="small"
            icon="repeat"
            text="Try again"
            aria-label={`Try again: ${name}`}
            title="Collects what failed, and whatever is new"
            disabled={readOnly || busy}
            onClick={() => acts.onRetry(source)}
          />
        )}
        <Button
          size="small"
          variant="minimal"
          icon={readOnly ? 'eye-open' : 'edit'}
          text={readOnly ? 'Look' : 'Edit'}
          aria-label={`${readOnly ? 'Look at' : 'Edit'} ${name}`}
          onClick={() => acts.onEdit(source)}
        />
      </footer>
    </article>
  )
}

function Acts({
  source,
  readOnly,
  acts,
}: {
  readonly source: Source
  readonly readOnly: boolean
  readonly acts: CardActs
}) {
  return (
    <Menu>
      <MenuItem icon="key" text="Permissions it needs…" onClick={() => acts.onPermissions(source)} />
      <MenuItem icon="export" text="Export as YAML…" onClick={() => acts.onExport(source)} />
      <MenuItem icon="duplicate" text="Another one like it…" disabled={readOnly} onClick={() => acts.onCopy(source)} />
      <MenuDivider />
      <MenuItem icon="trash" intent="danger" text="Remove…" disabled={readOnly} onClick={() => acts.onRemove(source)} />
    </Menu>
  )
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Last({
  source,
  run,
  never,
}: {
  readonly source: Source
  readonly run: CollectionRun | undefined
  readonly never: string
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  if (run === undefined) return <span className="quiet">{never}</span>
  const { tone, text } = sayState(run, source.name)
  const result = lastResult(run)
  return (
    <>
      <span className={`chip ${tone}`}>{text}</span>{' '}
      <span className="quiet">{when(run.endedAt ?? run.startedAt, utc)}</span>
      {result !== null && <span className="acquire-line">{result}</span>}
      {run.sources.length > 1 && (
        <span className="acquire-line quiet">together with {many(run.sources.length - 1, 'other source')}</span>
      )}
    </>
  )
}

function Next({
  source,
  scheduled,
  isScheduling,
}: {
  readonly source: Source
  readonly scheduled: ScheduledSource | undefined
  readonly isScheduling: boolean
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { disabled, everyMinutes, runOnStart } = source
  const rhythm = [runOnStart ? 'when the case is opened' : '', everyMinutes === null ? '' : every(everyMinutes)].filter(
    (part) => part !== '',
  )
  if (disabled || rhythm.length === 0) return <span className="quiet">when asked</span>
  return (
    <>
      {scheduled?.waiting === true ? (
        <span className="chip chip-warn">due, waits for the run that goes on</span>
      ) : scheduled?.nextAt ? (
        <span>{when(scheduled.nextAt, utc)}</span>
      ) : null}{' '}
      <span className="quiet">{rhythm.join(', and ')}</span>
      {scheduled !== undefined && scheduled.overtaken > 0 && (
        <span className="acquire-line acquire-warn">
          overtaken {scheduled.overtaken === 1 ? 'once' : `${scheduled.overtaken} times`}: due while another run went on
        </span>
      )}
      {scheduled?.held != null && (
        <span className="acquire-line acquire-warn">{sentence(visible(scheduled.held))}</span>
      )}
      {!isScheduling && <span className="acquire-line quiet">nothing runs by itself in a case that is read-only</span>}
    </>
  )
}

function hasFailed({ state, result }: CollectionRun): boolean {
  if (state === 'running') return false
  if (state !== 'done' || result === null) return true
  const { rejected, partial } = result.objects
  return rejected + partial > 0 || result.notes.some(({ kind }) => kind === 'failed')
}
