/** The name of a field without what Glue, Athena and parquet writers change in it: case, - and _, brackets. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[_(]/g, '-').replaceAll(')', '')
