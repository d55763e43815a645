import { lazy } from 'react'
import type { View } from '../../view.ts'

export const acquire: View = {
  id: 'acquire',
  title: 'Acquire',
  key: 'c',
  icon: 'cloud-download',
  about: 'Collect from AWS: sources, plans, runs, and what is there and what is not',
  show: lazy(() => import('./acquire-page.tsx').then((module) => ({ default: module.Acquire }))),
}
