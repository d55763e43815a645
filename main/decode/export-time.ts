/**
 * What CloudWatch Logs puts before a message: its export to S3 the time when it came, `aws logs tail` the time and the
 * name of the stream. The first group is the time, UTC.
 */
export const exportTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|\+00:00 [^\s{]{1,512})(?: +|(?=\r?\n)|$)/
/** It is never longer. */
export const longestExportTime = 600
