import { Button, InputGroup } from '@blueprintjs/core'
import { useState } from 'react'
import type { CollectionRun } from '../../../shared/collection.ts'
import type { ScheduledSource } from '../../../shared/schedule.ts'
import type { Source } from '../../../shared/source.ts'
import { count, many } from '../../format.ts'
import { type CardActs, SourceCard } from './source-card.tsx'
import { kinds, placeOf } from './words.ts'

/** So many are seen at a glance, and so many are drawn until more are asked for. */
const glance = 8
const drawn = 40

/** Every source as a card, by name; where there are many, those whose name, place or kind holds what is typed. */
export function SourceCards({
  sources,
  runs,
  mostRuns,
  scheduled,
  isScheduling,
  readOnly,
  busy,
  acts,
}: {
  readonly sources: readonly Source[]
  /** Newest first, as many of them as were asked for: `mostRuns`. */
  readonly runs: readonly CollectionRun[]
  readonly mostRuns: number
  readonly scheduled: readonly ScheduledSource[]
  readonly isScheduling: boolean
  readonly readOnly: boolean
  readonly busy: boolean
  readonly acts: CardActs
}) {
  const [text, setText] = useState('')
  const [most, setMost] = useState(drawn)
  const shown = matching(sources, text)
  return (
    <>
      {sources.length > glance && (
        <div className="acquire-find">
          <InputGroup
            size="small"
            leftIcon="search"
            placeholder="Name, place or kind"
            aria-label="Find a source"
            value={text}
            onValueChange={setText}
          />
          <span className="quiet" role="status">
            {text.trim() === '' ? '' : `${count(shown.length)} of ${many(sources.length, 'source')}`}
          </span>
        </div>
      )}
      <div className="acquire-cards">
        {shown.slice(0, most).map((source) => (
          <SourceCard
            key={source.name}
            source={source}
            run={runs.find((run) => run.sources.includes(source.name))}
            never={runs.length < mostRuns ? 'never' : `not in the last ${count(mostRuns)} runs`}
            scheduled={scheduled.find((one) => one.source === source.name)}
            isScheduling={isScheduling}
            readOnly={readOnly}
            busy={busy}
            acts={acts}
          />
        ))}
      </div>
      {shown.length > most && (
        <Button
          className="acquire-more"
          text={`Show ${count(Math.min(shown.length - most, most))} more of ${many(shown.length, 'source')}`}
          onClick={() => setMost(2 * most)}
        />
      )}
    </>
  )
}

function matching(sources: readonly Source[], text: string): readonly Source[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const said = (source: Source) => `${source.name} ${placeOf(source)} ${kinds[source.kind].title}`.toLowerCase()
  return sources
    .filter((source) => words.every((word) => said(source).includes(word)))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}
