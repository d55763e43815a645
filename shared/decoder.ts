/**
 * How DuckDB reads the framed lines of one format. A framed line is one record:
 * `{"o":3,"n":17,"f":"duplicate-keys","h":"sha256:…","x":{…},"r":{…}}` with o the object's place in its batch, n the
 * ordinal in the object, r the record as logged, and only where they are needed f the flags, h the hash of the record's
 * bytes (records without an id) and x the top-level fields that the format does not know, each as logged.
 */
export interface Decoder {
  readonly id: string
  readonly title: string
  /** Typed top-level columns of r: VARCHAR, JSON or a struct of them, never a type that an odd value could refuse. */
  readonly columns: Readonly<Record<string, string>>
  /** Event columns as SQL over those columns and f, h, x. Columns that are left out are NULL; object_id, ordinal and format are not the decoder's. */
  readonly select: Readonly<Record<string, string>>
  /** Another way to the same event columns, where that is less work. */
  readonly stages?: Stages
}

/** Event columns as SQL over the columns and all steps; a step is SQL by name over the columns and the steps before. */
export interface Stages {
  readonly steps: readonly Readonly<Record<string, string>>[]
  readonly select: Readonly<Record<string, string>>
}

/** A column of a parquet file, its type as DuckDB writes it: BIGINT, STRUCT(uid VARCHAR), MAP(VARCHAR, VARCHAR), …. */
export interface ParquetColumn {
  readonly name: string
  readonly type: string
}

/** How events are made of the rows of a parquet file that are of one kind. */
export interface TableReading {
  /** Format of the events. */
  readonly format: string
  /** SQL by name over the columns of the file and the steps before: what is worth computing once. */
  readonly steps: readonly Readonly<Record<string, string>>[]
  /** SQL by name over all that: what `select` stands on, f (flags), h (hash) and x (other fields) among it. */
  readonly fields: Readonly<Record<string, string>>
  /** Event columns as SQL over the fields, as in Decoder. */
  readonly select: Readonly<Record<string, string>>
}

/** What the columns of a parquet file say that it is. */
export interface Table {
  /** Format of the object. */
  readonly format: string
  /** SQL over the columns of the file that tells rows of different kinds apart, by names of ours; null where all are alike. */
  readonly kind: string | null
  readingOf(kind: string | null): TableReading
  /** Top-level columns that no reading knows: kept in `extra`, and reported. */
  readonly unmapped: readonly string[]
  /** What the file lacks to be read in full, as a reason; its rows are kept as they are. */
  readonly lacks: string | null
}

/** Finds out from its columns how a parquet file is read. It always can be: what is unknown becomes plain events. */
export type ReadTable = (columns: readonly ParquetColumn[]) => Table
