import { Button } from '@blueprintjs/core'
import type { IamPath, LogDays } from '../../../shared/iam.ts'
import { many, sentence, visible } from '../../format.ts'
import { CopyButton } from '../../parts/copy/copy-button.tsx'
import { showIdentity, useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { Lines, Part } from './detail.tsx'
import { HopLine } from './hop-line.tsx'
import { endOf } from './path-grid.tsx'
import { PinIam } from './pin-iam.tsx'
import { isIdentity, sayDays, shortName } from './words.ts'

/** One way to more rights: each step with the statements that make it possible, what has to hold, and the calls that were it. */
export function Path({
  path,
  logs,
  onClose,
}: {
  readonly path: IamPath
  readonly logs: LogDays
  readonly onClose: () => void
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { severity, confidence, principal, hops, why, abuse, fix, references, others } = path
  const isUsed = hops.every(({ used }) => used !== null)
  return (
    <aside className="iam-detail" aria-label="Path">
      <header>
        <div>
          <p className="iam-chips">
            <span className={`chip iam-chip-${severity}`}>{severity}</span>
            <span className="chip">{confidence}</span>
            {isUsed && <span className="chip chip-bad">used</span>}
          </p>
          <h2 className="iam-title anywhere">
            {shortName(principal)} to {endOf(path)}
          </h2>
        </div>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the path" onClick={onClose} />
      </header>
      <p className="iam-acts">
        <PinIam kind="path" finding={path} title={`${shortName(principal)} to ${endOf(path)}`} />
        {isIdentity(principal) && (
          <Button size="small" icon="person" text="Show identity" onClick={() => showIdentity(principal)} />
        )}
        <Button
          size="small"
          icon="filter"
          text={`Only from here${others > 0 ? ` (${others + 1})` : ''}`}
          onClick={() => useIam.setState({ from: principal })}
        />
        {isIdentity(principal) && (
          <Button
            size="small"
            icon="graph"
            text="What it reaches"
            onClick={() => useIam.setState({ tab: 'reach', reach: principal })}
          />
        )}
      </p>
      <p className="iam-text">{sentence(visible(why))}</p>
      <Part title={many(hops.length, 'step')}>
        <ol className="iam-hops">
          {hops.map((hop, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <HopLine key={at} hop={hop} severity={severity} />
          ))}
        </ol>
      </Part>
      {!isUsed && <p className="quiet iam-text">{sayDays(logs, utc)}</p>}
      {abuse !== '' && (
        <Part title="How it is abused">
          <p className="iam-text">{sentence(visible(abuse))}</p>
        </Part>
      )}
      <Part title="What to do" acts={<CopyButton text={fix} what="what to do" />}>
        <p className="iam-text">{sentence(visible(fix))}</p>
      </Part>
      <Lines title="References" lines={references} />
    </aside>
  )
}
