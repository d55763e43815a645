import type { Format } from './format.ts'

/** Findings of IAM Access Analyzer as list-findings, list-findings-v2 and get-finding answer them. They hold no events. */
export const accessAnalyzer: Format = {
  id: 'access-analyzer',
  title: 'AWS IAM Access Analyzer findings',
  idField: null,
  eventless: true,
  matches: ({ names }) =>
    (names.size <= 3 && (names.has('findings') || names.has('finding'))) ||
    (names.has('resourceOwnerAccount') && names.has('resourceType') && names.has('status')),
  columns: {},
  select: {},
}
