import { answers } from '../ask.ts'
import { forgetDetections } from './detections.ts'
import { forgetFilter } from './filter.ts'
import { forgetIam } from './iam.ts'
import { useIntake } from './intake.ts'
import { forgetLedger } from './ledger.ts'
import { forgetReport } from './report.ts'
import { forgetSql } from './sql.ts'

/** Nothing of one case may show in another: filter, query, ledger, what waits to be imported, every answer. */
export function forgetCaseWork(): void {
  forgetFilter()
  forgetSql()
  useIntake.getState().clear()
  forgetLedger()
  forgetDetections()
  forgetIam()
  forgetReport()
  answers.clear()
}
