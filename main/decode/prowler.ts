import type { Format } from './format.ts'
import { fieldsOf } from './spans.ts'

/** Findings of Security Hub have the same fields, and resources that somebody called "prowler". */
function isByProwler(record: Buffer): boolean {
  const metadata = fieldsOf(record).get('metadata')
  const product = metadata?.[0] === 0x7b ? fieldsOf(metadata).get('product') : undefined
  if (product?.[0] !== 0x7b) return false
  const said = fieldsOf(product)
  return ['name', 'uid', 'vendor_name'].some((field) => /^"prowler"$/i.test(said.get(field)?.toString() ?? ''))
}

/** Results of Prowler: OCSF in JSON, or its CSV with semicolons. They are shown beside our own checks, and hold no events. */
export const prowler: Format = {
  id: 'prowler',
  title: 'Prowler results',
  idField: null,
  eventless: true,
  matches: ({ names, record }) =>
    names.has('finding_info') && names.has('resources') && record !== undefined && isByProwler(record),
  text: {
    matches: () => false,
    isHeading: (line) => /^\ufeff?(?:"?[A-Z_]+"?;)*"?CHECK_ID"?;/.test(line),
    reader: () => ({ heading() {}, read: () => null }),
  },
  columns: {},
  select: {},
}
