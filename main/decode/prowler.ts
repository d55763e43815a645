import type { Format } from './format.ts'

/** The product in its metadata: findings of Security Hub have the same fields. */
const byProwler = /"(?:name|uid|vendor_name)"\s*:\s*"prowler"/i

/** Results of Prowler: OCSF in JSON, or its CSV with semicolons. They are shown beside our own checks, and hold no events. */
export const prowler: Format = {
  id: 'prowler',
  title: 'Prowler results',
  idField: null,
  eventless: true,
  matches: ({ names, record }) =>
    names.has('finding_info') && names.has('resources') && record !== undefined && byProwler.test(record.toString()),
  text: {
    matches: () => false,
    isHeading: (line) => /^\ufeff?(?:"?[A-Z_]+"?;)*"?CHECK_ID"?;/.test(line),
    reader: () => ({ heading() {}, read: () => null }),
  },
  columns: {},
  select: {},
}
