import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { detailsAndReport } from './needs.ts'

export const usersWithoutFederation: Check = {
  id: 'users-without-federation',
  theme: 'organization',
  title: 'People have passwords in the account itself',
  severity: 'low',
  abuse: 'who leaves keeps a password, and each account has its own',
  fix: 'have people come through IAM Identity Center or a SAML provider, and take the passwords away',
  references: ['CIS v3.0 1.21', 'CIS v5.0 1.20', 'Prowler iam_check_saml_providers_sts'],
  needs: detailsAndReport,
  look: ({ inventory }) => {
    const federated = new Set(
      inventory.principals
        .filter(
          ({ arn, trust }) =>
            arn.includes(':role/aws-reserved/sso.amazonaws.com/') ||
            trust?.statements.some(({ principals }) =>
              principals?.named.some(({ name }) => name.includes(':saml-provider/')),
            ),
        )
        .map(({ account }) => account),
    )
    return inventory.credentials
      .filter(
        ({ arn, isRoot, hasPassword }) => !isRoot && hasPassword === true && !federated.has(arnParts(arn)[4] ?? ''),
      )
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'it has a password, and no role of the account trusts a SAML provider',
      }))
  },
}
