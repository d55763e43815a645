import { type Section, said, table } from '../section.ts'

/** Weaknesses of identities and policies, as the checks judge them as of a time. */
export const iam: Section<'iam'> = async ({ at, only }) => [
  said('Judged from the answers of IAM and the policies that the case holds; what those do not say is not seen.'),
  ...(only === null
    ? [
        said(
          'A row for each weakness, the gravest first, with five of those that have it, whoever was seen to use it before others. Every single one stands with its reason in the view IAM of the case and in its export: coldtrail export iam.',
        ),
      ]
    : []),
  {
    kind: 'figure',
    figure: {
      title: only === null ? 'Weaknesses of identities and policies' : titles[only.kind],
      show: only === null ? table : { kind: 'record' },
      question: only === null ? { kind: 'iam', at, by: 'weakness' } : { kind: 'iam', at, only },
      behind: null,
      words: only === null ? ['Weakness', 'At', 'What to do'] : ['Weakness', 'Why', 'What to do'],
    },
  },
]

const titles = { finding: 'The weakness', path: 'The way to more rights' } as const
