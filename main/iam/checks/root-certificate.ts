import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'

export const rootCertificate: Check = {
  id: 'root-certificate',
  title: 'The root user has a signing certificate',
  severity: 'high',
  fix: 'deactivate the signing certificates of the root user',
  references: ['CIS v3.0 1.4'],
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, activeCertificates }) => isRoot && activeCertificates > 0)
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'a signing certificate of the root user is active',
      })),
}
