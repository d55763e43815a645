/** Ways and what is within reach are shown as a list, or drawn. */
export const looks = [
  { id: 'list', title: 'List' },
  { id: 'graph', title: 'Graph' },
] as const
