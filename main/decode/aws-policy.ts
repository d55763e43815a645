import type { Format } from './format.ts'

/** Names that answers of get-…-policy commands have; a document itself has Statement. */
const holders = [
  'Statement',
  'Policy',
  'ResourcePolicy',
  'policyText',
  'PolicyVersion',
  'PublicAccessBlockConfiguration',
]

/** A policy document as it was saved, or the answer of a command that holds one: of a bucket, key, queue, organization. It holds no events. */
export const awsPolicy: Format = {
  id: 'aws-policy',
  title: 'AWS policies',
  idField: null,
  eventless: true,
  matches: ({ names }) =>
    names.size <= 8 && (holders.some((name) => names.has(name)) || (names.size <= 2 && names.has('Attributes'))),
  columns: {},
  select: {},
}
