import type { IamFinding } from '../../shared/iam.ts'
import type { IamMark, IamPolicyText } from '../../shared/iam-state.ts'
import type { Principal } from './model/inventory.ts'
import { printed } from './policy/printed.ts'
import type { Policy } from './policy/statement.ts'

/** Every policy that decides what an identity may do, as text, with marks where findings point. */
export function policyTexts(principal: Principal, findings: readonly IamFinding[]): readonly IamPolicyText[] {
  const { inline, attached, groups, boundary } = principal
  return [
    ...inline.map((policy) => text(policy, 'inline')),
    ...attached.map((policy) => text(policy, 'attached')),
    ...groups.flatMap((group) =>
      [...group.inline, ...group.attached].map((policy) => text(policy, 'group', group.name)),
    ),
    ...(boundary === null ? [] : [text(boundary, 'boundary')]),
  ]

  function text(policy: Policy, from: IamPolicyText['from'], group: string | null = null): IamPolicyText {
    const { name, arn, document } = policy
    const isMissing = document.statements.length === 0 && document.problems.length > 0
    return {
      policy: arn ?? name,
      holder: arn === null ? (policy.holder ?? null) : null,
      name,
      from,
      group,
      text: isMissing ? null : printed(document),
      problems: document.problems,
      marks: findings.flatMap((finding) => markOn(policy, finding)),
    }
  }
}

function markOn({ name, arn, holder }: Policy, { statement, check, severity, why }: IamFinding): readonly IamMark[] {
  if (statement === null || statement.policy !== (arn ?? name)) return []
  if (arn === null && statement.holder !== (holder ?? null)) return []
  return statement.lines === null ? [] : [{ index: statement.index, lines: statement.lines, check, severity, why }]
}
