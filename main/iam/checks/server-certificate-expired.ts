import { fact, itemsOf } from '../model/items-of.ts'
import { isObject } from '../policy/document.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const serverCertificateExpired: Check = {
  id: 'server-certificate-expired',
  theme: 'credentials',
  title: 'A server certificate is over',
  severity: 'low',
  abuse: 'a service that still uses it is not trusted by anybody, or people learn to click warnings away',
  fix: 'delete it, and use AWS Certificate Manager',
  references: ['CIS v3.0 1.19', 'CIS v5.0 1.18', 'Security Hub IAM.26'],
  needs: items(
    'AWS::IAM::ServerCertificate',
    'server certificates (`aws iam list-server-certificates`, or AWS Config items)',
  ),
  look: ({ inventory, at }) =>
    itemsOf(inventory, 'AWS::IAM::ServerCertificate').flatMap((item) => {
      const inner = fact(item, 'ServerCertificateMetadata')
      const end = fact(item, 'Expiration') ?? (isObject(inner) ? (inner.expiration ?? inner.Expiration) : null)
      if (typeof end !== 'string' || !(Date.parse(end) < Date.parse(at))) return []
      return [{ account: item.account, principal: item.arn, why: `it ended ${end}` }]
    }),
}
