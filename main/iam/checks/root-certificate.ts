import { arnParts } from '../policy/wildcard.ts'
import type { Check } from './check.ts'
import { report } from './needs.ts'

export const rootCertificate: Check = {
  id: 'root-certificate',
  theme: 'root',
  title: 'The root user has a signing certificate',
  severity: 'high',
  abuse: 'old SOAP interfaces take requests that are signed with it',
  fix: 'deactivate the signing certificates of the root user',
  references: ['CIS v3.0 1.4'],
  needs: report,
  look: ({ inventory }) =>
    inventory.credentials
      .filter(({ isRoot, activeCertificates }) => isRoot && activeCertificates > 0)
      .map(({ arn }) => ({
        account: arnParts(arn)[4] ?? '',
        principal: arn,
        why: 'a signing certificate of the root user is active',
      })),
}
