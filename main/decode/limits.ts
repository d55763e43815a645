const MiB = 1024 * 1024

/** What decoding refuses or cuts, in bytes unless said otherwise. All are far above what AWS delivers. */
export const limits = {
  /** Stored objects up to this size are read in one piece. */
  whole: 16 * MiB,
  /** Inflated bytes that may be held at once; larger content is inflated twice, first to check it and then to read it. */
  held: 64 * MiB,
  /** Inflated size of one object, however many members it has. */
  inflated: 16 * 1024 * MiB,
  /** Inflated to stored, judged once more than `held` came out. Deflate cannot do better than 1,032; logs stay below 60. */
  ratio: 400,
  /** Layers of compression around one log. */
  layers: 2,
  /** One Snappy block, stored or inflated: it is inflated in one piece. */
  block: 128 * MiB,
  /** Bytes that a zstd frame may refer back to: what RFC 8878 asks of every decoder. */
  window: 8 * MiB,
  /** Bytes of windows that inflating zstd may move, beside 128 for each that comes out; hostile frames give nothing for it. */
  moved: 8 * 1024 * MiB,
  record: 64 * MiB,
  /** Record that is taken apart into columns; a larger one is framed. */
  shredded: MiB,
  /** Levels of nesting inside one record. */
  depth: 512,
  /** Envelopes around each other inside one record. */
  envelopes: 4,
  /** Records inside one envelope. AWS sends no envelope larger than 1 MiB. */
  pieces: 100_000,
  entries: 10_000,
  /** Top-level field names that one object may add to the census of unmapped fields. */
  unmapped: 1000,
  /** Bad records that are listed one by one; the rest are counted. */
  bad: 100,
  /** Records that may pass before one is recognised. */
  strangers: 100,
} as const
