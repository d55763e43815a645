import { useMemo } from 'react'
import type { IamPath } from '../../../shared/iam.ts'
import type { IamIdentityPage, IamPolicyText } from '../../../shared/iam-state.ts'
import { sentence, visible } from '../../format.ts'
import { CopyButton } from '../../parts/copy/copy-button.tsx'
import { MarkedText } from '../../parts/marked-text/marked-text.tsx'
import { Empty } from '../../parts/states/states.tsx'
import { useIam } from '../../state/iam.ts'
import { policyMarks } from './policy-marks.ts'
import { Trust } from './trust.tsx'
import { useLong } from './use-long.ts'

/** Every policy that counts for an identity, side by side, with marks on the statements that something was found in. */
export function IdentityPolicies({ page, principal }: { readonly page: IamIdentityPage; readonly principal: string }) {
  const at = useIam((state) => state.at)
  const ways = useLong('iamPaths', { to: null, at })
  const paths = ways.data?.findings ?? none
  if (page.policies.length === 0 && page.trust === null)
    return (
      <Empty icon="document" title="It has no policy">
        What it may do, others allow: policies of resources.
      </Empty>
    )
  return (
    <div className="iam-page iam-policies">
      {page.policies.map((policy) => (
        <Policy
          key={JSON.stringify([policy.from, policy.group, policy.policy])}
          policy={policy}
          paths={paths}
          principal={principal}
        />
      ))}
      {page.trust !== null && (
        <section className="panel iam-policy">
          <Trust trust={page.trust} />
        </section>
      )}
    </div>
  )
}

const none: readonly IamPath[] = []

function Policy({
  policy,
  paths,
  principal,
}: {
  readonly policy: IamPolicyText
  readonly paths: readonly IamPath[]
  readonly principal: string
}) {
  const { name, from, group, text, problems } = policy
  const marks = useMemo(() => policyMarks(policy, paths, principal), [policy, paths, principal])
  return (
    <section className="panel iam-policy" aria-label={`Policy ${visible(name)}`}>
      <div className="iam-part-head">
        <h3 title={visible(policy.policy)}>
          <span className="chip">{from === 'group' ? `group ${visible(group ?? '')}` : words[from]}</span>{' '}
          <b>{visible(name)}</b>
        </h3>
        {text !== null && <CopyButton text={text} what={`the policy ${visible(name)}`} />}
      </div>
      {text === null ? (
        <p className="quiet">Its document is not in the evidence: what it allows is not counted.</p>
      ) : (
        <MarkedText label={`Policy ${visible(name)}`} text={text} marks={marks} />
      )}
      {problems.map((problem) => (
        <p key={problem} className="iam-problem">
          {sentence(visible(problem))}
        </p>
      ))}
    </section>
  )
}

const words = { inline: 'inline', attached: 'attached', boundary: 'boundary' } as const
