import { type Section, said, table } from '../section.ts'

/** Weaknesses of identities and policies, as the checks judge them as of a time. */
export const iam: Section<'iam'> = async ({ at, only }) => [
  said('Judged from the answers of IAM and the policies that the case holds; what those do not say is not seen.'),
  {
    kind: 'figure',
    figure: {
      title: only === null ? 'Weaknesses of identities and policies' : titles[only.kind],
      show: only === null ? table : { kind: 'record' },
      question: only === null ? { kind: 'iam', at } : { kind: 'iam', at, only },
      behind: null,
      words: ['Weakness', 'Why', 'What to do'],
    },
  },
]

const titles = { finding: 'The weakness', path: 'The way to more rights' } as const
