/** What an account has to allow so that a source can be collected, and no more: documents ready to be copied. */
export interface SourcePolicy {
  readonly documents: readonly PolicyText[]
  /** What is missing in them because nobody knows it, and what else has to be thought of. */
  readonly notes: readonly string[]
}

export interface PolicyText {
  readonly kind: 'permissions' | 'key' | 'assume' | 'trust'
  readonly title: string
  /** Where it belongs, in words. */
  readonly attach: string
  /** JSON of an IAM policy, indented. */
  readonly json: string
}

/** What the person may know beyond the definition of the source. */
export interface PolicyFacts {
  /** ARN of the user or role that Coldtrail's first credentials are of. */
  readonly principal: string | null
  /** ARNs of the KMS keys that encrypt the objects or the queue. */
  readonly keys: readonly string[]
  /** Buckets that a queue announces objects of. */
  readonly buckets: readonly string[]
}
