import type { Format } from './format.ts'

/**
 * A credential report: the CSV, or the answer of `aws iam get-credential-report` that holds it in base64. It says when
 * passwords and keys of each user were used, and holds no events.
 */
export const credentialReport: Format = {
  id: 'credential-report',
  title: 'AWS IAM credential report',
  idField: null,
  eventless: true,
  matches: ({ names }) => names.has('Content') && names.has('ReportFormat') && names.has('GeneratedTime'),
  text: {
    matches: () => false,
    isHeading: (line) => /^\ufeff?user,arn,user_creation_time,/.test(line),
    reader: () => ({ heading() {}, read: () => null }),
  },
  columns: {},
  select: {},
}
