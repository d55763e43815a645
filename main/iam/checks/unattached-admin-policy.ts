import { freeStatements, said } from '../model/policies-of.ts'
import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const unattachedAdminPolicy: Check = {
  id: 'unattached-admin-policy',
  theme: 'rights',
  title: 'A policy that hangs on nobody allows everything',
  severity: 'medium',
  abuse: 'one call hangs it on somebody',
  fix: 'delete it',
  references: ['Prowler iam_customer_unattached_policy_no_administrative_privileges'],
  needs: details,
  look: ({ inventory }) =>
    inventory.managed
      .filter(({ arn, attachments }) => attachments === 0 && arnParts(arn)[4] !== 'aws')
      .flatMap(({ arn, name, versions }) => {
        const document = versions.find(({ isDefault }) => isDefault)?.document
        const policy = document && { name, arn, document }
        return policy === undefined
          ? []
          : freeStatements(policy)
              .filter(
                ({ actions }) => actions?.not === false && actions.patterns.some((each) => /^\*(?::\*)?$/.test(each)),
              )
              .map((statement) => ({
                account: arnParts(arn)[4] ?? '',
                principal: arn,
                statement: said(policy, statement),
                why: 'it allows every action on every resource, and waits for somebody to hang it on',
              }))
      }),
}
