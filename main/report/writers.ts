import type { ReportDocument } from '../../shared/report/document.ts'
import type { ReportFormat } from '../../shared/report/formats.ts'
import { reportHtml } from './html/page.ts'

/** How a report is written in each format: as pieces of a file, so that none of it need be held whole. */
export const reportWriters: { readonly [F in ReportFormat]: (document: ReportDocument) => AsyncIterable<string> } = {
  html: reportHtml,
}
