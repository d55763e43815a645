import { lazy } from 'react'
import type { View } from '../../view.ts'

export const detections: View = {
  id: 'detections',
  title: 'Detections',
  key: 'd',
  icon: 'shield',
  about: 'What rules found: by severity, rule, tactic and principal; the rules themselves',
  show: lazy(() => import('./board.tsx').then((module) => ({ default: module.Board }))),
}
