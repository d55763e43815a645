import { type Section, said, table } from '../section.ts'

/** Weaknesses of identities and policies, as the checks judge them as of a time. */
export const iam: Section<'iam'> = async ({ at }) => [
  said('Judged from the answers of IAM and the policies that the case holds; what those do not say is not seen.'),
  {
    kind: 'figure',
    figure: {
      title: 'Weaknesses of identities and policies',
      show: table,
      question: { kind: 'iam', at },
      behind: null,
      words: ['Weakness'],
    },
  },
]
