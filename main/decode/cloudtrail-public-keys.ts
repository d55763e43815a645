import type { Format } from './format.ts'

/** The answer of `aws cloudtrail list-public-keys`: what digests are verified with. It holds no events. */
export const cloudtrailPublicKeys: Format = {
  id: 'cloudtrail-public-keys',
  title: 'AWS CloudTrail public keys',
  idField: null,
  eventless: true,
  matches: ({ names }) => names.has('PublicKeyList'),
  columns: {},
  select: {},
}
