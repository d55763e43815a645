import type { IamSeverity, SaidBy } from '../../../shared/iam.ts'
import { useAsk } from '../../ask.ts'
import { sentence, visible } from '../../format.ts'
import { CopyButton } from '../../parts/copy/copy-button.tsx'
import { MarkedText } from '../../parts/marked-text/marked-text.tsx'
import { useIam } from '../../state/iam.ts'
import { Part } from './detail.tsx'
import { sayStatement, shortName, toneOf } from './words.ts'

/** The policy that a statement stands in, with its lines marked. */
export function Statement({
  statement,
  severity,
  why,
}: {
  readonly statement: SaidBy
  readonly severity: IamSeverity
  readonly why: string
}) {
  const { policy, holder, lines } = statement
  const { data, error } = useAsk('iamPolicy', { policy, holder, at: useIam((state) => state.at) })
  const of = holder === null ? shortName(policy) : `${shortName(policy)} of ${shortName(holder)}`
  const text = data?.text ?? null
  return (
    <Part
      title={`Statement: ${sayStatement(statement)}`}
      acts={text !== null && <CopyButton text={text} what={`the policy ${of}`} />}
    >
      {error !== null ? (
        <p className="iam-problem" role="alert">
          {sentence(error.message)}
        </p>
      ) : data === undefined ? (
        <p className="quiet">reading the policy…</p>
      ) : text === null ? (
        <p className="quiet">The document of {visible(of)} is not in the evidence.</p>
      ) : (
        <MarkedText
          label={`Policy ${of}`}
          text={text}
          marks={lines === null ? [] : [{ from: lines[0], to: lines[1], tone: toneOf(severity), note: why }]}
        />
      )}
      {data?.problems.map((problem) => (
        <p key={problem} className="iam-problem">
          {sentence(visible(problem))}
        </p>
      ))}
    </Part>
  )
}
