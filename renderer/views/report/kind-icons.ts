import type { IconName } from '@blueprintjs/core'
import type { BlockContent } from '../../../shared/report/block.ts'

export const kindIcons: { readonly [K in BlockContent['kind']]: IconName } = {
  text: 'align-left',
  coverage: 'eye-open',
  timeline: 'timeline-events',
  findings: 'shield',
  identities: 'person',
  iam: 'people',
  indicators: 'ip-address',
  evidence: 'folder-close',
  glossary: 'book',
  events: 'th-list',
  chart: 'timeline-bar-chart',
  finding: 'warning-sign',
  event: 'dot',
  query: 'console',
}
