import { Button, Icon, ProgressBar } from '@blueprintjs/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Job } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { bytes, count, duration, sentence, visible } from '../../format.ts'
import { usePace } from './pace.ts'

/** The collection that runs: its counters as they grow, and the ways to hold it. */
export function Running({ job }: { readonly job: Job }) {
  const [problem, setProblem] = useState<string | null>(null)
  const pace = usePace(job)
  const panel = useRef<HTMLElement>(null)
  // Whoever started it from a card far down sees that it runs.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const { progress } = job
  const { collection, objects } = progress
  const paused = job.paused === true || collection?.paused === true
  const part = objects.total === null || objects.total === 0 ? null : Math.min(1, objects.done / objects.total)
  const ask = (what: Promise<unknown>) =>
    what.then(
      () => setProblem(null),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    )
  return (
    <section ref={panel} className="panel acquire-running" aria-label="Running collection">
      <header>
        <Icon icon={paused ? 'pause' : 'cloud-download'} className={paused ? 'acquire-warn' : 'acquire-accent'} />
        <h2 className="anywhere">
          {paused ? 'Paused' : 'Collecting'} {visible(job.title)}
        </h2>
        <span className="quiet" role="status">
          {paused
            ? 'what is under way is finished, nothing more is asked for'
            : `${progress.phase}${collection && collection.source !== job.title ? `: ${visible(collection.source)}` : ''}`}
        </span>
        {paused ? (
          <Button size="small" icon="play" text="Resume" onClick={() => void ask(api.resumeJob({ job: job.id }))} />
        ) : (
          <Button size="small" icon="pause" text="Pause" onClick={() => void ask(api.pauseJob({ job: job.id }))} />
        )}
        <Button size="small" icon="stop" text="Cancel" onClick={() => void ask(api.cancelJob({ job: job.id }))} />
      </header>
      <ProgressBar
        intent={paused ? 'none' : 'primary'}
        {...(part === null ? {} : { value: part })}
        animate={!paused && part === null}
        stripes={!paused && part === null}
        aria-label={`${job.title}: ${progress.phase}`}
      />
      {collection !== undefined && (
        <dl className="acquire-counters">
          <Counter name="Discovered" value={collection.discovered} note={known(collection.known)} />
          <Counter name="Downloaded" value={collection.downloaded} note={bytes(collection.downloadedBytes)} />
          <Counter name="Decoded" value={collection.decoded} />
          <Counter name="Rows" value={collection.rows} />
          <Counter name="Duplicates" value={collection.duplicates} />
          <Counter name="Errors" value={collection.errors} tone={collection.errors > 0 ? 'bad' : null} />
          <Words
            name="Rate"
            note={collection.parallel === 0 ? '' : `${count(collection.parallel)} at once${slowed(collection.slowed)}`}
          >
            {pace === null ? '–' : `${bytes(Math.round(pace.bytesASecond))}/s`}
          </Words>
          <Words name="Left" note={objects.total === null ? 'known after listing' : ''}>
            {pace === null || pace.left === null
              ? '–'
              : pace.left < 1000
                ? 'almost done'
                : `about ${duration(pace.left)}`}
          </Words>
        </dl>
      )}
      {problem !== null && (
        <p className="acquire-wrong" role="alert">
          {sentence(problem)}
        </p>
      )}
    </section>
  )
}

const known = (objects: number) => (objects === 0 ? '' : `${count(objects)} in the case already`)
const slowed = (times: number) => (times === 0 ? '' : `, slowed ${times === 1 ? 'once' : `${count(times)} times`}`)

function Counter({
  name,
  value,
  note = '',
  tone = null,
}: {
  readonly name: string
  readonly value: number
  readonly note?: string
  readonly tone?: 'bad' | null
}) {
  return (
    <Words name={name} note={note} tone={tone}>
      {count(value)}
    </Words>
  )
}

function Words({
  name,
  note,
  tone = null,
  children,
}: {
  readonly name: string
  readonly note: string
  readonly tone?: 'bad' | null
  readonly children: ReactNode
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={tone === 'bad' ? 'acquire-bad' : undefined}>{children}</dd>
      {note !== '' && <dd className="acquire-counter-note">{note}</dd>}
    </div>
  )
}
