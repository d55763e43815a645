import { sql } from '../../shared/sql.ts'

/** The account in an ARN, or NULL. */
export const arnAccount = (arn: string) => sql`nullif(string_split(${arn}, ':')[5], '')`

/** The name of a user or role in the ARN of a principal. */
export const arnName = (arn: string) =>
  sql`CASE WHEN contains(${arn}, ':assumed-role/') THEN string_split(${arn}, '/')[2] WHEN contains(${arn}, ':user/') OR contains(${arn}, ':role/') THEN string_split(${arn}, '/')[-1] END`

/** The session name in the ARN of an assumed role. */
export const sessionOf = (arn: string) =>
  sql`CASE WHEN contains(${arn}, ':assumed-role/') THEN string_split(${arn}, '/')[-1] END`
