import type { ReportDocument } from '../../../shared/report/document.ts'
import { rowsOf } from './rows-of.ts'

/** Techniques of ATT&CK with what was found of them. */
export async function techniquesOf(document: ReportDocument) {
  const all = []
  for await (const rows of rowsOf(document))
    for (const { technique, events, detections, rules } of rows)
      all.push({
        technique: String(technique),
        events: Number(events),
        detections: Number(detections),
        rules: String(rules).split(' / '),
      })
  return all
}
