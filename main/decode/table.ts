import type { ReadTable } from '../../shared/decoder.ts'
import { knownTable } from './known-table.ts'
import { otherTable } from './other-table.ts'
import { securityLake } from './security-lake.ts'

/** How the rows of a parquet file become events, by the columns that it has. */
export const readTable: ReadTable = (columns) => securityLake(columns) ?? knownTable(columns) ?? otherTable(columns)
