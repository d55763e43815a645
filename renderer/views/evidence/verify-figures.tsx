import { Button, Icon } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { EventsVerified, SealSummary, SealVerdict, VerifyResult } from '../../../shared/proof.ts'
import { bytes, count, duration, many, sentence, visible, when } from '../../format.ts'
import { VerdictChip, verdictWord } from '../../parts/objects/integrity.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { useSeals } from './use-seals.ts'

const mostShown = 100

/** A verification in figures: what holds, what does not, and what it says nothing about. */
export function VerifyFigures({
  result,
  at,
  by,
  newer,
  running,
  onAgain,
  onRecord,
}: {
  readonly result: VerifyResult
  readonly at: string | null
  readonly by: string | null
  readonly newer: number
  readonly running: boolean
  readonly onAgain: (events: boolean) => void
  readonly onRecord: () => void
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { evidence, ledger, events, audit, cloudtrail, problems, unchecked } = result
  const stands = !result.holds ? 'bad' : problems.length > 0 ? 'odd' : 'good'
  return (
    <section className="verify" aria-label="Result of the verification">
      <header>
        <h2 className={`verify-${stands}`}>
          <Icon icon={stands === 'good' ? 'tick-circle' : stands === 'odd' ? 'warning-sign' : 'error'} size={18} />
          {headlines[stands]}
        </h2>
        <Button size="small" icon="endorsed" text="Verify again" disabled={running} onClick={() => onAgain(false)} />
        <Button
          size="small"
          text="With events"
          title="Also reads all evidence again and compares every event with its record; takes as long as the import"
          disabled={running}
          onClick={() => onAgain(true)}
        />
        <Button
          size="small"
          text="Verify a record…"
          title="An acquisition record, and its signature (V)"
          onClick={onRecord}
        />
      </header>
      <p className="quiet">
        Checked {when(at, utc)}
        {by !== null && ` by ${visible(by)}`} in {duration(result.seconds * 1000)}.
      </p>
      {newer > 0 && (
        <p className="verify-newer">
          {many(newer, 'object')} came into the case since: of {newer === 1 ? 'it' : 'them'} nothing is said here.
        </p>
      )}
      <dl>
        <Figure name="Evidence" good={evidence.altered + evidence.missing + evidence.unreadable === 0}>
          {many(evidence.files, 'file')}, {bytes(evidence.bytes)}:{' '}
          {told({ altered: evidence.altered, missing: evidence.missing, unreadable: evidence.unreadable }) ??
            'all have the hash of the ledger'}
        </Figure>
        <Figure name="Ledger" good={ledger.problems.length === 0}>
          {many(ledger.objects, 'object')}, {many(ledger.events, 'event')}:{' '}
          {ledger.problems.length === 0 ? 'they add up' : many(ledger.problems.length, 'problem')}
        </Figure>
        {events !== undefined && <Events of={events} />}
        <Figure name="Audit log" good={audit.problems.length === 0}>
          {many(audit.lines, 'line')}:{' '}
          {audit.problems.length === 0 ? 'the chain is unbroken' : many(audit.problems.length, 'problem')}
          {audit.torn > 0 && `, ${many(audit.torn, 'line')} torn by a crash and noted`}
        </Figure>
        <Signatures of={cloudtrail} />
      </dl>
      {problems.length > 0 && (
        <>
          <h3>
            To look at <span className="quiet">{count(problems.length)}</span>
          </h3>
          <ul>
            {problems.slice(0, mostShown).map(({ what, reason }) => (
              <li key={`${what} ${reason}`}>
                <Told reason={reason} /> <span className="mono anywhere quiet">{visible(what)}</span>
              </li>
            ))}
          </ul>
          {problems.length > mostShown && (
            <p className="quiet">The first {mostShown} are shown; `coldtrail verify` lists the first 1,000.</p>
          )}
        </>
      )}
      {unchecked.length > 0 && (
        <>
          <h3>What could not be checked</h3>
          <ul>
            {unchecked.map((one) => (
              <li key={one}>{visible(sentence(one))}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

const headlines = {
  good: 'The case holds',
  odd: 'The case is as it was imported, but not as AWS signed it',
  bad: 'The case does not hold',
} as const

/** A reason that may begin with its verdict. */
function Told({ reason }: { readonly reason: string }) {
  const [verdict = '', rest] = reason.split(/^([a-z-]+): (.*)$/s).filter(Boolean)
  if (rest === undefined) return visible(sentence(reason))
  return (
    <>
      <VerdictChip verdict={verdict} /> {visible(sentence(rest))}
    </>
  )
}

function Events({ of: { objects, records, altered, missing, invented, ledger } }: { readonly of: EventsVerified }) {
  const amiss = told({ altered, missing, invented, 'told otherwise by the ledger': ledger })
  return (
    <Figure name="Events" good={amiss === null}>
      {many(records, 'record')} of {many(objects, 'object')} read again:{' '}
      {amiss ?? 'every event is what its record says'}
    </Figure>
  )
}

function Signatures({
  of: { digests, logs, queryResults, keys, gaps, moved, backfill },
}: {
  readonly of: SealSummary
}) {
  const some = Object.values(digests).some((n) => n > 0)
  const results = Object.values(queryResults).some((n) => n > 0)
  if (!some && !results)
    return <Figure name="CloudTrail">no digests are here, so AWS's own proof cannot be checked</Figure>
  const odd = [
    gaps === 0 ? 'no gap' : many(gaps, 'gap'),
    moved > 0 && `${count(moved)} moved from where AWS wrote them`,
    backfill > 0 && `${count(backfill)} written later`,
  ]
  return (
    <>
      <Figure name="Digests" good={digests.invalid + digests.missing === 0}>
        {told(digests)}; {odd.filter(Boolean).join(', ')}; {many(keys, 'public key')}
      </Figure>
      <Figure name="Log files" good={logs.altered + logs.missing + logs.notListed === 0}>
        <Doors
          of={[
            ['sealed', logs.valid],
            ['altered', logs.altered],
            ['missing', logs.missing],
            ['not-listed', logs.notListed],
            ['unverifiable', logs.unverifiable],
            ['not-covered', logs.notCovered],
          ]}
        />
      </Figure>
      {results && (
        <Figure name="Lake results" good={queryResults.altered === 0}>
          {told(queryResults)}
        </Figure>
      )}
    </>
  )
}

/** Counts that are not zero; each leads to its lines. */
function Doors({ of }: { readonly of: readonly (readonly [verdict: SealVerdict, lines: number])[] }) {
  const some = of.filter(([, lines]) => lines > 0)
  if (some.length === 0) return 'none'
  return some.map(([verdict, lines], at) => (
    <span key={verdict}>
      {at > 0 && ', '}
      <button type="button" className="door" onClick={() => useSeals.setState({ verdict, kind: 'log', search: '' })}>
        {count(lines)} {verdictWord(verdict)}
      </button>
    </span>
  ))
}

function Figure({
  name,
  good,
  children,
}: {
  readonly name: string
  readonly good?: boolean
  readonly children: ReactNode
}) {
  return (
    <div>
      <dt>
        {good !== undefined && (
          <Icon
            icon={good ? 'tick' : 'warning-sign'}
            size={12}
            className={good ? 'evidence-good' : 'evidence-bad'}
            title={good ? 'holds' : 'does not hold'}
          />
        )}
        {name}
      </dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The counts that are not zero, in words. */
function told(counts: Readonly<Record<string, number>>): string | null {
  const some = Object.entries(counts).filter(([, n]) => n > 0)
  return some.length === 0 ? null : some.map(([what, n]) => `${count(n)} ${what}`).join(', ')
}
