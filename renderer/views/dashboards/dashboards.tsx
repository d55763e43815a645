import { lazy } from 'react'
import type { View } from '../../view.ts'

export const dashboards: View = {
  id: 'dashboards',
  title: 'Dashboards',
  key: 'b',
  icon: 'pie-chart',
  about: 'EC2, IAM, S3 and GuardDuty at a glance; every slice opens the timeline',
  show: lazy(() => import('./board.tsx').then((module) => ({ default: module.Board }))),
}
