/** Files that a report can be written as, in the order in which they are offered. */
export const reportFiles = {
  html: {
    title: 'HTML',
    extension: 'html',
    about: 'One page to read and to print, in which every figure can be checked against the case',
  },
  pdf: { title: 'PDF', extension: 'pdf', about: 'The same page on paper' },
  xlsx: { title: 'Excel workbook', extension: 'xlsx', about: 'A sheet for each figure' },
  csv: { title: 'CSV', extension: 'csv', about: 'All figures in one file, one below the other' },
  json: {
    title: 'JSON',
    extension: 'json',
    about: 'Everything in the report for programs; can be checked like the HTML',
  },
  markdown: { title: 'Markdown', extension: 'md', about: 'The report as text for a wiki or a ticket' },
  navigator: {
    title: 'ATT&CK Navigator layer',
    extension: 'navigator.json',
    about: 'Techniques of the open findings of the case',
  },
  stix: {
    title: 'STIX 2.1 bundle',
    extension: 'stix.json',
    about: 'Indicators of the case and where they were seen, for other tools',
  },
  'timesketch-csv': {
    title: 'Timesketch CSV',
    extension: 'timesketch.csv',
    about: 'The events of findings, marked events and manual events as a timeline',
  },
  'timesketch-jsonl': {
    title: 'Timesketch JSONL',
    extension: 'timesketch.jsonl',
    about: 'The same timeline, one JSON document a line',
  },
} as const satisfies Record<string, { readonly title: string; readonly extension: string; readonly about: string }>

export type ReportFormat = keyof typeof reportFiles
export const reportFormats = Object.keys(reportFiles) as [ReportFormat, ...ReportFormat[]]

/** The format that a file's name asks for, by the longest ending that fits; null: none. */
export function reportFormatOf(path: string): ReportFormat | null {
  const name = path
    .toLowerCase()
    .replace(/\.htm$/, '.html')
    .replace(/\.markdown$/, '.md')
  const fits = reportFormats.filter((format) => name.endsWith(`.${reportFiles[format].extension}`))
  return fits.toSorted((a, b) => reportFiles[b].extension.length - reportFiles[a].extension.length)[0] ?? null
}
