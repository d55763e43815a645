import type { Format } from './format.ts'

/** Results of Prowler: OCSF in JSON, or its CSV with semicolons. They are shown beside our own checks, and hold no events. */
export const prowler: Format = {
  id: 'prowler',
  title: 'Prowler results',
  idField: null,
  eventless: true,
  matches: ({ names }) =>
    names.has('finding_info') && names.has('resources') && (names.has('status_code') || names.has('status')),
  text: {
    matches: () => false,
    isHeading: (line) => /^\ufeff?(?:"?[A-Z_]+"?;)*"?CHECK_ID"?;/.test(line),
    reader: () => ({ heading() {}, read: () => null }),
  },
  columns: {},
  select: {},
}
