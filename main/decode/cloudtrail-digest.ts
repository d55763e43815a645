import type { Format } from './format.ts'

/** Digest files prove CloudTrail log files; they are kept for verification and hold no events. */
export const cloudtrailDigest: Format = {
  id: 'cloudtrail-digest',
  title: 'AWS CloudTrail digest',
  idField: null,
  eventless: true,
  matches: ({ names }) => names.has('digestS3Object') && names.has('logFiles') && names.has('digestEndTime'),
  columns: {},
  select: {},
}
