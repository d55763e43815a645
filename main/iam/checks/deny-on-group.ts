import { hangingPolicies, said } from '../model/policies-of.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const denyOnGroup: Check = {
  id: 'deny-on-group',
  theme: 'rights',
  title: 'A policy forbids nothing, because it names groups',
  severity: 'medium',
  abuse: 'actions on users go on being allowed, though a Deny on their group looks as if it stopped them',
  fix: 'name the users, or ask for a tag that they have',
  references: ['ScoutSuite iam-lightspin-user-action-denied-for-group'],
  needs: details,
  look: ({ inventory }) =>
    hangingPolicies(inventory).flatMap(({ policy, holder }) =>
      policy.document.statements
        .filter(
          ({ effect, actions, resources }) =>
            effect === 'Deny' &&
            actions?.not === false &&
            actions.patterns.some(
              (action) => /^iam:.*(?:user|accesskey|loginprofile|mfadevice)/.test(action) && !action.includes('group'),
            ) &&
            resources?.not === false &&
            resources.patterns.every((resource) => /:group\//.test(resource)),
        )
        .map((statement) => ({
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          why: `${policy.name} denies actions on users for groups, which no such action is asked about`,
        })),
    ),
}
