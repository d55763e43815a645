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
}
