import { figure, type Section, table } from '../section.ts'

/** The rows of a person's query. */
export const query: Section<'query'> = async ({ sql }, _, { title }) => [
  figure(title === '' ? 'Rows of the query' : title, table, sql.trim().replace(/;\s*$/, '')),
]
