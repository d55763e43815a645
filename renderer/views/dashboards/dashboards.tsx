import { lazy } from 'react'
import type { View } from '../../view.ts'

export const dashboards: View = {
  id: 'dashboards',
  title: 'Dashboards',
  key: 'b',
  icon: 'pie-chart',
  about: 'A service at a glance, from EC2 to Bedrock; every slice opens the timeline',
  show: lazy(() => import('./board.tsx').then((module) => ({ default: module.Board }))),
}
