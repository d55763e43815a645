import type { BlockContent } from './block.ts'

/** What each kind of block is called and what it shows, in the order in which a report is read. */
export const blockKinds = {
  text: { title: 'Text', about: 'Your own words' },
  coverage: { title: 'Scope and coverage', about: 'What was examined, and what could not be seen' },
  timeline: { title: 'Timeline of the incident', about: 'Findings and marked events in the order of time' },
  findings: { title: 'Findings', about: 'What rules found, the gravest first' },
  identities: { title: 'Identities', about: 'Who the findings are about' },
  iam: { title: 'IAM', about: 'Weaknesses of identities and policies' },
  indicators: { title: 'Indicators', about: 'Addresses, keys and clients of the findings' },
  evidence: { title: 'Evidence', about: 'What was acquired, when and by whom' },
  glossary: { title: 'Glossary', about: 'Terms that a reader may not know' },
  events: { title: 'Events', about: 'The events of a search' },
  chart: { title: 'Chart', about: 'Events counted over time or by value' },
  finding: { title: 'Finding', about: 'One finding with its events' },
  event: { title: 'Event', about: 'One event in full' },
  query: { title: 'Query', about: 'The rows of an SQL query' },
} as const satisfies Record<BlockContent['kind'], { readonly title: string; readonly about: string }>
