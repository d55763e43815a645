import { Button, Icon, Spinner } from '@blueprintjs/core'
import { useEffect, useRef, useState } from 'react'
import type { SourceCheck } from '../../../shared/collection.ts'
import type { Source } from '../../../shared/source.ts'
import { api } from '../../api.ts'
import { sentence, visible } from '../../format.ts'

type Outcome =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly of: Source; readonly checks: readonly SourceCheck[] }
  | { readonly kind: 'failed'; readonly message: string }

/** Asks AWS what the source may do and finds, reading only. */
export function TestPanel({
  source: shown,
  whole,
}: {
  /** As it was checked last. */
  readonly source: Source | null
  /** As it is now; null when something is wrong with it. */
  readonly whole: () => Promise<Source | null>
}) {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const test = async () => {
    const source = await whole()
    if (source === null) return
    const abort = new AbortController()
    running.current = abort
    setOutcome({ kind: 'running' })
    try {
      setOutcome({ kind: 'done', of: source, checks: await api.testSource({ source }, abort.signal) })
    } catch (error) {
      if (abort.signal.aborted) setOutcome(null)
      else setOutcome({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
    }
  }
  return (
    <section className="panel acquire-part" aria-labelledby="part-test">
      <h2 id="part-test">Test connection</h2>
      <p className="quiet">Lists and reads, and keeps nothing; nothing is changed.</p>
      <div className="acquire-acts">
        <Button
          icon="pulse"
          text="Test connection"
          disabled={outcome?.kind === 'running'}
          onClick={() => void test()}
        />
        {outcome?.kind === 'running' && (
          <>
            <Spinner size={16} aria-label="Asking AWS" />
            <Button size="small" variant="minimal" text="Cancel" onClick={() => running.current?.abort()} />
          </>
        )}
      </div>
      <div role="status">
        {outcome?.kind === 'failed' && <Finding check={{ ok: false, text: outcome.message, permission: null }} />}
        {outcome?.kind === 'done' && (
          <>
            {JSON.stringify(outcome.of) !== JSON.stringify(shown) && (
              <p className="quiet">Of the source as it was when it was tested:</p>
            )}
            <ul className="acquire-findings" aria-label="Findings">
              {outcome.checks.map((check) => (
                <Finding key={check.text} check={check} />
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}

function Finding({ check: { ok, text, permission } }: { readonly check: SourceCheck }) {
  return (
    <li className="acquire-finding">
      <Icon
        icon={ok ? 'tick-circle' : 'error'}
        size={14}
        className={ok ? 'acquire-good' : 'acquire-bad'}
        title={ok ? 'works' : 'does not work'}
      />
      <span className="anywhere">
        {sentence(visible(text))}
        {permission !== null && !text.includes(permission) && (
          <span className="quiet">
            {' '}
            Missing: <code>{visible(permission)}</code>
          </span>
        )}
      </span>
    </li>
  )
}
