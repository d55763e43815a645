import type { ReportDocument } from '../../shared/report/document.ts'
import type { ReportFormat } from '../../shared/report/formats.ts'
import { reportCsv } from './csv.ts'
import { documentJson } from './document-json.ts'
import { reportHtml } from './html/page.ts'
import { reportStix } from './incident/stix.ts'
import { timesketchCsv, timesketchJsonl } from './incident/timesketch.ts'
import { reportMarkdown } from './markdown/file.ts'
import { reportXlsx } from './xlsx/file.ts'

/** How a report is written, as pieces of a file, so that none of it need be held whole. PDF is printed of the HTML, and the layer is the room of detection's. */
export const reportWriters: {
  readonly [F in Exclude<ReportFormat, 'pdf' | 'navigator'>]: (
    document: ReportDocument,
  ) => AsyncIterable<string | Uint8Array>
} = {
  html: reportHtml,
  json: (document) => documentJson(document, JSON.stringify),
  csv: reportCsv,
  markdown: reportMarkdown,
  xlsx: (document) => reportXlsx(document),
  stix: reportStix,
  'timesketch-csv': timesketchCsv,
  'timesketch-jsonl': timesketchJsonl,
}
