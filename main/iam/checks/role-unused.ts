import { daysSince } from '../model/days.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

const unusedFor = 90

export const roleUnused: Check = {
  id: 'role-unused',
  theme: 'unused',
  title: 'A role was not used for 90 days',
  severity: 'low',
  abuse: 'a role that nobody uses keeps its rights for whoever finds a way to take it on',
  fix: 'delete the role, or take its rights away',
  references: ['Access Analyzer UnusedIAMRole'],
  needs: details,
  look: ({ inventory, at }) =>
    inventory.principals
      .filter(({ kind, arn, usedAt, createdAt }) => {
        const days = daysSince(usedAt ?? createdAt, at)
        return (
          kind === 'role' && !/:role\/aws-(?:service-role|reserved)\//.test(arn) && days !== null && days > unusedFor
        )
      })
      .map(({ arn, account, usedAt }) => ({
        account,
        principal: arn,
        unusedFor,
        why: usedAt === null ? "AWS's answer knows of no use" : `last used ${usedAt}`,
      })),
}
