import { lazy } from 'react'
import type { View } from '../../view.ts'

export const report: View = {
  id: 'report',
  title: 'Report',
  key: 'r',
  icon: 'document',
  about: 'What goes to others: blocks in order, each figure with its proof; export and verify',
  show: lazy(() => import('./desk.tsx').then((module) => ({ default: module.Desk }))),
}
