import { Button } from '@blueprintjs/core'
import { useState } from 'react'
import type { DetectionDetail } from '../../../shared/detection.ts'
import { tacticTitle } from '../../../shared/tactics.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { many, sentence, time, visible, when } from '../../format.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { YamlText } from '../../parts/yaml/yaml-text.tsx'
import { useDetections } from '../../state/detections.ts'
import { pin } from '../../state/pin.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { DecideDialog } from './decide-dialog.tsx'
import { Evidence } from './evidence.tsx'
import { SuppressDialog } from './suppress-dialog.tsx'
import { searchOfRule } from './words.ts'

/** One finding: what it means, why each of its events is there, what to ask next, and the rule as it was when it found this. */
export function Finding({
  detectionId,
  readOnly,
  onClose,
}: {
  readonly detectionId: number
  readonly readOnly: boolean
  readonly onClose: () => void
}) {
  const [limit, setLimit] = useState(25)
  const { data, error, refetch } = useAsk('detection', { detection_id: detectionId, offset: 0, limit })
  const utc = usePrefs((prefs) => prefs.utc)
  if (error !== null) {
    return (
      <aside className="finding" aria-label="Finding">
        <Failure error={error} onRetry={error.code === 'not-found' ? onClose : refetch} />
      </aside>
    )
  }
  if (data === undefined || data.detection_id !== detectionId) return <Loading what="Reading the finding" />
  const { info } = data
  return (
    <aside className="finding" aria-label="Finding">
      <header>
        <div>
          <p className="finding-kind">
            <span className={`chip level-chip level-${data.level}`}>{data.level}</span>
            {data.kind === 'correlation' && <span className="chip">pattern over several events</span>}
            {data.state !== 'open' && <span className="chip chip-warn">{data.state}</span>}
          </p>
          <h2 className="finding-title anywhere">{visible(data.title)}</h2>
        </div>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the finding" onClick={onClose} />
      </header>
      <Acts detail={data} readOnly={readOnly} />
      {data.note !== null && (
        <p className="finding-note">
          {visible(data.note)}{' '}
          <span className="quiet">
            {visible(data.decidedBy ?? '')}, {when(data.decidedAt, utc)}
          </span>
        </p>
      )}
      <dl className="finding-facts">
        {data.principal !== null && <Fact name="Principal">{visible(data.principal)}</Fact>}
        {data.account !== null && <Fact name="Account">{visible(data.account)}</Fact>}
        {data.shared.map(({ field, value }) => (
          <Fact key={field} name={visible(field)}>
            {visible(value)}
          </Fact>
        ))}
        <Fact name="Events">
          {many(data.events, 'event')}
          {data.hidden > 0 && `, ${many(data.hidden, 'of them', 'of them')} suppressed`}
        </Fact>
        <Fact name="Time">
          {time(data.first, utc)}
          {data.last !== data.first && ` – ${time(data.last, utc)}`}
        </Fact>
      </dl>
      {info.description !== null && (
        <section>
          <h3>What it means</h3>
          <p className="finding-text">{paragraph(info.description)}</p>
        </section>
      )}
      <Evidence detail={data} onMore={() => setLimit(Math.min(1000, limit * 4))} />
      <Lines title="To ask next" lines={info.next} />
      <Lines title="When it is harmless" lines={info.falsePositives} />
      <Lines title="What filters leave out of it" lines={info.filters ?? []} />
      {(info.tactics.length > 0 || info.techniques.length > 0) && (
        <section>
          <h3>ATT&CK</h3>
          <p className="finding-chips">
            {[
              ...info.tactics.map((tactic) => ({ search: tactic, title: tacticTitle(tactic) })),
              ...info.techniques.map((technique) => ({ search: technique, title: technique })),
            ].map(({ search, title }) => (
              <button
                key={search}
                type="button"
                className="chip finding-chip"
                title="Events of every rule of it, in the timeline"
                onClick={() => showInTimeline(`tactic:${JSON.stringify(search)}`)}
              >
                {visible(title)}
              </button>
            ))}
          </p>
        </section>
      )}
      <section>
        <h3>The rule</h3>
        <p className="quiet anywhere">
          {[info.author, info.license, info.status, info.date]
            .filter((part) => part !== null)
            .map((part) => visible(part))
            .join(' · ')}
          {info.wazuh.length > 0 && ` · Wazuh ${info.wazuh.map(visible).join(', ')}`}
        </p>
        <p className="quiet mono anywhere">
          {visible(info.file)}, SHA-256 {info.hash}
        </p>
        <Button
          size="small"
          icon="lab-test"
          text="Open in the rule lab"
          onClick={() => useDetections.setState({ tab: 'lab', lab: info.text })}
        />
        <YamlText text={info.text} label="Text of the rule" />
      </section>
      <Lines title="References" lines={info.references} />
    </aside>
  )
}

function Acts({ detail, readOnly }: { readonly detail: DetectionDetail; readonly readOnly: boolean }) {
  const [asking, setAsking] = useState<'dismiss' | 'suppress' | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const reopen = () =>
    api
      .decideDetections({ detections: [detail.detection_id], dismissed: false, note: '' })
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
  const pinIt = () =>
    void pin('This finding', {
      title: detail.title,
      content: { kind: 'finding', detection_id: detail.detection_id },
    })
  useShortcuts('Detections', [{ keys: 'p', does: 'Pin the finding to the report', run: pinIt }])
  const hint = readOnly ? 'This case is open read-only' : undefined
  return (
    <div className="finding-acts">
      <Button
        size="small"
        intent="primary"
        icon="timeline-events"
        text="Show in timeline"
        title="Every event that this rule found"
        onClick={() => showInTimeline(searchOfRule(detail.rule, detail.state))}
      />
      <Button
        size="small"
        icon="pin"
        text="Pin"
        title={hint ?? 'Pin to the report (P)'}
        disabled={readOnly}
        onClick={pinIt}
      />
      <Button
        size="small"
        icon="eye-off"
        text="Suppress…"
        title={hint ?? 'Hide events like these, after a look at exactly which'}
        disabled={readOnly}
        onClick={() => setAsking('suppress')}
      />
      {detail.state === 'dismissed' ? (
        <Button
          size="small"
          icon="undo"
          text="Open again"
          title={hint}
          disabled={readOnly}
          onClick={() => void reopen()}
        />
      ) : (
        <Button
          size="small"
          icon="tick"
          text="Dismiss…"
          title={hint ?? 'It was looked at and is harmless'}
          disabled={readOnly}
          onClick={() => setAsking('dismiss')}
        />
      )}
      {problem !== null && (
        <p className="finding-problem" role="alert">
          {sentence(problem)}
        </p>
      )}
      {asking === 'dismiss' && <DecideDialog detail={detail} onClose={() => setAsking(null)} />}
      {asking === 'suppress' && <SuppressDialog detail={detail} onClose={() => setAsking(null)} />}
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="anywhere">{children}</dd>
    </div>
  )
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul className="finding-lines">
        {lines.map((line) => (
          <li key={line} className="anywhere">
            {visible(line)}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** An author's line breaks are theirs to keep; what else hides is shown. */
function paragraph(text: string): string {
  return text.trim().split('\n').map(visible).join('\n')
}
