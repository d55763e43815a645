import { Button } from '@blueprintjs/core'
import type { IamFinding, LogDays } from '../../../shared/iam.ts'
import { sentence, visible } from '../../format.ts'
import { CopyButton } from '../../parts/copy/copy-button.tsx'
import { showIdentity, useIam } from '../../state/iam.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Fact, Lines, Part } from './detail.tsx'
import { PinIam } from './pin-iam.tsx'
import { Statement } from './statement.tsx'
import { UsedBy } from './used-by.tsx'
import { callsOf, isIdentity, shortName } from './words.ts'

/** One finding: who has it and which statement says so, how it is abused, what to do, and whether it was. */
export function Finding({
  finding,
  logs,
  onClose,
}: {
  readonly finding: IamFinding
  readonly logs: LogDays
  readonly onClose: () => void
}) {
  const { severity, confidence, title, principal, account, resource, statement, why, abuse, fix, references } = finding
  return (
    <aside className="iam-detail" aria-label="Finding">
      <header>
        <div>
          <p className="iam-chips">
            <span className={`chip iam-chip-${severity}`}>{severity}</span>
            {confidence !== 'confirmed' && <span className="chip">{confidence}</span>}
            {finding.used !== null && <span className="chip chip-bad">used</span>}
          </p>
          <h2 className="iam-title anywhere">{visible(title)}</h2>
        </div>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the finding" onClick={onClose} />
      </header>
      <p className="iam-acts">
        <PinIam kind="finding" finding={finding} title={title} />
        {isIdentity(principal) && (
          <Button size="small" icon="person" text="Show identity" onClick={() => showIdentity(principal)} />
        )}
        {isIdentity(principal) && (
          <Button
            size="small"
            icon="timeline-events"
            text="Its calls"
            title="Everything that it called, in the timeline"
            onClick={() => showInTimeline(callsOf(principal))}
          />
        )}
        <Button
          size="small"
          icon="filter"
          text="Only this identity"
          title="Every finding about it"
          onClick={() => useIam.setState({ principal, severity: null, checks: null })}
        />
      </p>
      <dl className="iam-facts">
        <Fact name={isIdentity(principal) ? 'Identity' : 'About'}>
          <span title={visible(principal)}>{shortName(principal)}</span>
        </Fact>
        {account !== '' && <Fact name="Account">{visible(account)}</Fact>}
        {resource !== null && <Fact name="Reaches">{visible(resource)}</Fact>}
      </dl>
      <Part title="Why">
        <p className="iam-text">{sentence(visible(why))}</p>
      </Part>
      {statement !== null && <Statement statement={statement} severity={severity} why={title} />}
      {abuse !== '' && (
        <Part title="How it is abused">
          <p className="iam-text">{sentence(visible(abuse))}</p>
        </Part>
      )}
      <Part title="What to do" acts={<CopyButton text={fix} what="what to do" />}>
        <p className="iam-text">{sentence(paragraphs(fix))}</p>
      </Part>
      {finding.isJoined && <UsedBy principal={principal} used={finding.used} actions={null} logs={logs} />}
      <Lines title="References" lines={references} />
      <p className="quiet iam-about">
        Check <span className="mono">{visible(finding.check)}</span>
      </p>
    </aside>
  )
}

/** A fix may hold a policy: its line breaks are ours to keep. */
function paragraphs(text: string): string {
  return text.split('\n').map(visible).join('\n')
}
