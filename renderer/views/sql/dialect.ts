import { SQLDialect } from '@codemirror/lang-sql'

/** SQL as DuckDB reads it in a query; words that only change data are left out, for nothing here can. */
export const duckdb = SQLDialect.define({
  doubleQuotedStrings: false,
  operatorChars: '+-*/<>=~!@%^&|`?:',
  keywords:
    'all and anti any as asc asof between by case cast collate columns cross cube describe desc distinct else end escape except exclude exists explain false fetch filter first following for from full glob group grouping having ilike in inner intersect interval into is join last lateral left like limit materialized natural not null nulls offset on only or order outer over partition pivot positional preceding qualify range recursive replace right rollup row rows sample select semi sets similar some summarize table then true try_cast unbounded union unpivot using values when where window with within',
  types:
    'bigint bit blob boolean date decimal double float hugeint integer interval json map real smallint struct text time timestamp timestamptz tinyint ubigint uinteger usmallint utinyint uuid varchar',
  builtin:
    'abs age any_value approx_count_distinct approx_quantile arg_max arg_min avg bool_and bool_or ceil coalesce concat concat_ws contains count count_if cume_dist date_diff date_part date_trunc dense_rank ends_with epoch epoch_ms extract first_value floor format greatest histogram if ifnull json_array_length json_contains json_exists json_extract json_extract_string json_keys json_type json_value lag last_value lead least len length list list_contains list_distinct lower ltrim max median min mode now nullif quantile_cont rank regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace replace reverse round row_number rtrim split_part starts_with strftime string_agg string_split strptime substring sum time_bucket to_json trim unnest upper',
})
