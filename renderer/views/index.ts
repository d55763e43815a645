import type { View } from '../view.ts'
import { acquire } from './acquire/acquire.tsx'
import { dashboards } from './dashboards/dashboards.tsx'
import { detections } from './detections/detections.tsx'
import { evidence } from './evidence/evidence.tsx'
import { iam } from './iam/iam.tsx'
import { imports } from './import/import.tsx'
import { ours } from './ours/ours.tsx'
import { overview } from './overview/overview.tsx'
import { report } from './report/report.tsx'
import { sql } from './sql/sql.tsx'
import { timeline } from './timeline/timeline.tsx'

/** The views of an open case, in the order of the rail. The start screen is apart: it is what shows without a case. */
export const views: readonly View[] = [
  overview,
  timeline,
  detections,
  iam,
  dashboards,
  sql,
  report,
  evidence,
  ours,
  acquire,
  imports,
]
