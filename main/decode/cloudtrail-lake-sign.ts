import type { Format } from './format.ts'

/** The file that proves the files of a CloudTrail Lake query result; kept for verification, it holds no events. */
export const cloudtrailLakeSign: Format = {
  id: 'cloudtrail-lake-sign',
  title: 'AWS CloudTrail Lake sign file',
  idField: null,
  eventless: true,
  matches: ({ names }) => names.has('hashSignature') && names.has('files'),
  columns: {},
  select: {},
}
