import { lazy } from 'react'
import type { View } from '../../view.ts'

export const imports: View = {
  id: 'import',
  title: 'Import',
  key: 'i',
  icon: 'import',
  about: 'Add logs, and see what imports and exports came to',
  show: lazy(() => import('./import-page.tsx').then((module) => ({ default: module.Import }))),
}
