import type { IamIdentityPage } from '../../../shared/iam-state.ts'
import { sentence, visible } from '../../format.ts'
import { CopyButton } from '../../parts/copy/copy-button.tsx'
import { MarkedText } from '../../parts/marked-text/marked-text.tsx'
import { Part } from './detail.tsx'
import { toneOf } from './words.ts'

/** Who may take a role on: the policy of its trust, each statement with what it lets in. */
export function Trust({ trust: { text, verdict } }: { readonly trust: NonNullable<IamIdentityPage['trust']> }) {
  return (
    <Part title="Trust" acts={text !== null && <CopyButton text={text} what="the trust policy" />}>
      {verdict !== null && (
        <p className="iam-text">
          <span className={`chip iam-chip-${verdict.severity}`}>{visible(verdict.verdict)}</span>{' '}
          {sentence(visible(verdict.why))}
        </p>
      )}
      {text === null ? (
        <p className="quiet">Its document is not in the evidence.</p>
      ) : (
        <MarkedText
          label="Trust policy"
          text={text}
          marks={(verdict?.statements ?? []).flatMap(({ line, severity, principal, why }) =>
            line === null
              ? []
              : [{ from: line, to: endOf(text, line), tone: toneOf(severity), note: `${principal}: ${why}` }],
          )}
        />
      )}
      {verdict?.problems.map((problem) => (
        <p key={problem} className="iam-problem">
          {sentence(visible(problem))}
        </p>
      ))}
    </Part>
  )
}

/** The last line of the statement that begins at a line: the first below that closes at its depth, for we print the text. */
function endOf(text: string, from: number): number {
  const lines = text.split('\n')
  const indent = /^ */.exec(lines[from - 1] ?? '')?.[0] ?? ''
  const end = lines.findIndex((line, at) => at >= from - 1 && line.startsWith(`${indent}}`))
  return end < 0 ? from : end + 1
}
