import { byArn } from '../ability.ts'
import { isAdmin } from '../escalation/admin.ts'
import { canReally } from '../model/holder.ts'
import { hangingPolicies, said } from '../model/policies-of.ts'
import { namesAction } from '../policy/statement.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const boundaryMissing: Check = {
  id: 'boundary-missing',
  theme: 'rights',
  title: 'An identity makes others without a limit',
  severity: 'medium',
  abuse: 'it makes a role or user with every right, and works with that',
  fix: 'allow iam:CreateRole and iam:CreateUser only with "Condition": {"StringEquals": {"iam:PermissionsBoundary": "…"}}, and hang a boundary on the identity itself',
  references: ['AWS IAM User Guide: Permissions boundaries for IAM entities'],
  needs: details,
  look: (view) =>
    hangingPolicies(view.inventory).flatMap((hanging) => {
      const { policy, holder } = hanging
      const principal = byArn(view.inventory).get(holder.arn)
      if (holder.arn.includes(':role/aws-') || principal?.boundary || (principal && isAdmin(view, principal))) return []
      return policy.document.statements
        .filter(
          (statement) =>
            statement.effect === 'Allow' &&
            !statement.tests.some(({ key }) => key.toLowerCase() === 'iam:permissionsboundary') &&
            makers.some((action) => namesAction(statement, action) && canReally(view, hanging, action)) &&
            givers.some((action) => canReally(view, hanging, action)),
        )
        .map((statement) => ({
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          why: `${policy.name} lets it make identities and give them rights, and asks for no boundary`,
          actions: makers,
        }))
    }),
}

const makers = ['iam:CreateRole', 'iam:CreateUser']
const givers = [
  'iam:AttachRolePolicy',
  'iam:PutRolePolicy',
  'iam:AttachUserPolicy',
  'iam:PutUserPolicy',
  'iam:AddUserToGroup',
]
