import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowedFunctions, allowedTableFunctions } from '../../../main/store/read/allowed-functions.ts'
import { guard } from '../../../main/store/read/guard.ts'
import { runSql } from '../../../main/store/read/sql.ts'
import { Problem } from '../../../shared/problem.ts'
import { addEvents, type OpenCase, openCase } from './open-case.ts'

let open: OpenCase
beforeAll(async () => {
  open = await openCase()
  await addEvents(open.db, [
    { time: '2024-01-01T10:00:00Z', account: '1', service: 'iam', action: 'CreateUser', request: '{"userName":"eve"}' },
    { time: '2024-01-01T11:00:00Z', account: '1', service: 's3', action: 'GetObject', request: '{"key":"a"}' },
    { time: '2024-01-01T12:00:00Z', account: '2', service: 's3', action: 'PutObject', request: null },
  ])
  await open.db.run('CREATE VIEW denied AS SELECT * FROM event WHERE outcome = $$denied$$')
  await open.db.run('CREATE TABLE scratch.secret AS SELECT 1 AS a')
})
afterAll(() => open.close())

test.each([
  ['DROP TABLE event', 'only SELECT'],
  ['DELETE FROM event', 'only SELECT'],
  ['UPDATE event SET account = 1', 'only SELECT'],
  ["INSERT INTO event (format) VALUES ('x')", 'only SELECT'],
  ['CREATE TABLE x AS SELECT 1', 'only SELECT'],
  ['CREATE TEMP TABLE x AS SELECT 1', 'only SELECT'],
  ['CREATE MACRO lower(x) AS x', 'only SELECT'],
  ['CREATE VIEW v AS SELECT 1', 'only SELECT'],
  ["COPY event TO '/tmp/x.csv'", 'only SELECT'],
  ["COPY (SELECT 1) TO '/tmp/x.csv'", 'only SELECT'],
  ['PRAGMA database_list', 'only SELECT'],
  ["PRAGMA enable_profiling='json'", 'only SELECT'],
  ['SET memory_limit = $$1GB$$', 'only SELECT'],
  ['SET VARIABLE a = 1', 'only SELECT'],
  ['RESET memory_limit', 'only SELECT'],
  ["ATTACH '/tmp/other.duckdb' AS other", 'only SELECT'],
  ['DETACH scratch', 'only SELECT'],
  ['USE scratch', 'only SELECT'],
  ['CALL checkpoint()', 'only SELECT'],
  ["EXPORT DATABASE '/tmp/x'", 'only SELECT'],
  ["IMPORT DATABASE '/tmp/x'", 'only SELECT'],
  ['INSTALL httpfs', 'only SELECT'],
  ["LOAD '/tmp/evil.duckdb_extension'", 'only SELECT'],
  ['CHECKPOINT', 'only SELECT'],
  ['VACUUM', 'only SELECT'],
  ['BEGIN', 'only SELECT'],
  ['EXPLAIN ANALYZE SELECT 1', 'only SELECT'],
  ['PREPARE p AS SELECT 1', 'only SELECT'],
  ['EXECUTE p', 'only SELECT'],
  ['MERGE INTO event USING object ON true WHEN MATCHED THEN DELETE', 'only SELECT'],
  ['PIVOT event ON service USING count(*)', 'only SELECT'],
  ["COMMIT; INSERT INTO event (format) VALUES ('x')", 'only SELECT'],
  ['SELECT 1; DROP TABLE event', 'only SELECT'],
  ['SELECT 1; SELECT 2', '2 statements'],
  ['/* ; */ SELECT 1 -- ;\n; SELECT 2', '2 statements'],
  ["SELECT * FROM '/etc/passwd'", 'the table /etc/passwd'],
  ["FROM 'evidence/*.parquet'", 'the table evidence/*.parquet'],
  ['FROM "x.csv"', 'the table x.csv'],
  ["SELECT (SELECT count(*) FROM '/etc/passwd')", 'the table /etc/passwd'],
  ['WITH "/etc/passwd" AS (SELECT 1) FROM \'/etc/passwd\'', 'WITH "/etc/passwd"'],
  ['WITH "a.csv" AS (SELECT 1) SELECT 1', 'WITH "a.csv"'],
  ['WITH duckdb_tables AS (FROM duckdb_tables) FROM duckdb_tables', 'WITH duckdb_tables'],
  ['SELECT * FROM (WITH pg_settings AS (SELECT 1) SELECT 1), pg_settings', 'WITH pg_settings'],
  ['WITH secret AS (SELECT 1) FROM secret', 'WITH secret'],
  ["SELECT * FROM read_text('/etc/passwd')", 'function read_text'],
  ["SELECT * FROM read_blob('/etc/passwd')", 'function read_blob'],
  ["SELECT * FROM READ_CSV('/etc/passwd')", 'function read_csv'],
  ["SELECT * FROM read_json_auto('x')", 'function read_json_auto'],
  ["SELECT * FROM parquet_metadata('x')", 'function parquet_metadata'],
  ["SELECT * FROM glob('/*')", 'function glob'],
  ["SELECT * FROM sniff_csv('x')", 'function sniff_csv'],
  ['SELECT * FROM duckdb_secrets()', 'function duckdb_secrets'],
  ['SELECT * FROM duckdb_settings()', 'function duckdb_settings'],
  ['SELECT * FROM duckdb_logs()', 'function duckdb_logs'],
  ['SELECT * FROM pragma_database_size()', 'function pragma_database_size'],
  ['SELECT * FROM duckdb_tables', 'the table duckdb_tables'],
  ['SELECT * FROM pg_catalog.pg_class', 'the table pg_catalog.pg_class'],
  ['SELECT * FROM information_schema.tables', 'the table information_schema.tables'],
  ['SELECT * FROM sqlite_master', 'the table sqlite_master'],
  ['SELECT * FROM scratch.secret', 'the table scratch.secret'],
  ['SELECT * FROM scratch.main.secret', 'the table scratch.main.secret'],
  ['SELECT * FROM secret', 'the table secret'],
  ['SELECT * FROM temp.event', 'the table temp.event'],
  ['SHOW TABLES', 'SHOW'],
  ['SHOW ALL TABLES', 'SHOW'],
  ['FROM (SHOW DATABASES)', 'SHOW'],
  ['DESCRIBE pg_settings', 'the table pg_settings'],
  ["SUMMARIZE 'x.parquet'", 'the table x.parquet'],
  ["SELECT * FROM query('DROP TABLE event')", 'function query'],
  ["SELECT * FROM query_table('event')", 'function query_table'],
  ["SELECT * FROM json_execute_serialized_sql('{}')", 'function json_execute_serialized_sql'],
  ["SELECT * FROM histogram('event', account)", 'function histogram'],
  ["SELECT * FROM histogram_values('event', account)", 'function histogram_values'],
  ["SELECT * FROM lower('x')", 'function lower'],
  ['SELECT * FROM checkpoint()', 'function checkpoint'],
  ['SELECT * FROM force_checkpoint()', 'function force_checkpoint'],
  ['SELECT * FROM enable_profiling()', 'function enable_profiling'],
  ['SELECT * FROM enable_logging()', 'function enable_logging'],
  ['SELECT * FROM truncate_duckdb_logs()', 'function truncate_duckdb_logs'],
  ['SELECT * FROM test_all_types()', 'function test_all_types'],
  ["SELECT write_log('x')", 'function write_log'],
  ["SELECT getvariable('x')", 'function getvariable'],
  ["SELECT getenv('HOME')", 'function getenv'],
  ["SELECT current_setting('secret_directory')", 'function current_setting'],
  ["SELECT nextval('s')", 'function nextval'],
  ['SELECT setseed(0.5)', 'function setseed'],
  ['SELECT sleep_ms(100000)', 'function sleep_ms'],
  ['SELECT pg_sleep(100)', 'function pg_sleep'],
  ['SELECT txid_current()', 'function txid_current'],
  ["SELECT json_serialize_plan('SELECT 1')", 'function json_serialize_plan'],
  ['SELECT pg_get_viewdef(1)', 'function pg_get_viewdef'],
  ["SELECT system.main.write_log('x')", 'function write_log'],
  ["SELECT other.main.lower('x')", 'function other.main.lower'],
  ['SELECT account.getenv() FROM event', 'function getenv'],
  ["SELECT account FROM event WHERE account IN (SELECT content FROM read_text('/x'))", 'function read_text'],
  ["SELECT list_transform([1], lambda x: (SELECT content FROM read_text('/x')))", 'function read_text'],
  ["SELECT list_transform([1], x -> getenv('HOME'))", 'function getenv'],
  ["SELECT count(*) FILTER (getenv('A') = 'x') FROM event", 'function getenv'],
  ["SELECT count(*) OVER (PARTITION BY getenv('A')) FROM event", 'function getenv'],
  ["SELECT list(account ORDER BY getenv('A')) FROM event", 'function getenv'],
  ["SELECT 1 FROM event ORDER BY getenv('A')", 'function getenv'],
  ["SELECT 1 FROM event LIMIT getenv('A')::INT", 'function getenv'],
  ["SELECT 1 FROM event GROUP BY getenv('A')", 'function getenv'],
  ["SELECT 1 FROM event QUALIFY getenv('A') = 'x'", 'function getenv'],
  ["SELECT * REPLACE (getenv('A') AS account) FROM event", 'function getenv'],
  ["SELECT COLUMNS(c -> getenv(c) = 'x') FROM event", 'function getenv'],
  ["SELECT CASE WHEN true THEN getenv('A') END", 'function getenv'],
  ["SELECT 1 FROM event JOIN object ON getenv('A') = uri", 'function getenv'],
  ["SELECT 1 FROM event, LATERAL (SELECT getenv('A'))", 'function getenv'],
  ["VALUES (getenv('A'))", 'function getenv'],
  ["WITH a AS (WITH b AS (SELECT getenv('A')) FROM b) FROM a", 'function getenv'],
  ["WITH RECURSIVE a AS (SELECT 1 UNION ALL SELECT getenv('A')::INT FROM a) FROM a", 'function getenv'],
  ["SELECT 1 UNION ALL SELECT 2 EXCEPT SELECT getenv('A')", 'function getenv'],
  ["PIVOT (FROM read_text('/x')) ON filename IN ('a') USING count(*)", 'function read_text'],
  ["FROM range((SELECT count(*) FROM read_text('/x')))", 'function read_text'],
  ["SELECT/**/read_text/* */('/etc/passwd')", 'function read_text'],
  ['SELECT "read_text"(\'/etc/passwd\')', 'function read_text'],
  ['SELECT * FROM event AT (VERSION => 1)', 'AT'],
  ['SELECT 1\0; DROP TABLE event', 'NUL'],
])('it refuses %s', async (text, named) => {
  const refusal: unknown = await guard(open.db, text).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(Problem)
  expect(refusal).toMatchObject({ code: 'refused', message: expect.stringContaining(named) })
})

test.each([
  ['SELEC 1', 'syntax error'],
  ['SELECT 1 /* no end', 'unterminated'],
  ['WITH x AS (DELETE FROM event RETURNING *) FROM x', 'A CTE needs a SELECT'],
  ['', 'nothing to run'],
  ['-- nothing', 'nothing to run'],
  ['SELECT $1', 'parameter'],
  ['SELECT ?', 'parameter'],
  [`SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)}`, 'memory exhausted'],
])('it cannot read %s', async (text, named) => {
  await expect(guard(open.db, text)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(named),
  })
})

test.each([
  ['SELECT count(*) FROM event', [['3']]],
  ['FROM event SELECT account ORDER BY ordinal LIMIT 1', [['1']]],
  ['SELECT count(*) FROM main.event;', [['3']]],
  ['SELECT count(*) FROM EVENT ; ; -- done; really\n', [['3']]],
  ["SELECT ';' /* ; */ -- ;", [[';']]],
  ["SELECT ';--';", [[';--']]],
  ['(SELECT 1)', [[1]]],
  ['VALUES (1), (2)', [[1], [2]]],
  ['TABLE denied', []],
  ["SELECT request->>'userName' FROM event WHERE request->>'$.userName' IS NOT NULL", [['eve']]],
  ["SELECT request.userName::VARCHAR FROM event WHERE action = 'CreateUser'", [['"eve"']]],
  ['SELECT list_transform([1, 2], lambda x: x + 1)', [['[2,3]']]],
  ['SELECT [x * 2 FOR x IN [1, 2, 3] IF x > 1]', [['[4,6]']]],
  ["SELECT regexp_extract(action, '[A-Z][a-z]+') FROM event ORDER BY ordinal LIMIT 1", [['Create']]],
  [
    'SELECT action FROM event QUALIFY row_number() OVER (PARTITION BY service ORDER BY time DESC) = 1 ORDER BY 1',
    [['CreateUser'], ['PutObject']],
  ],
  ['SELECT lag(action) OVER (ORDER BY time) FROM event ORDER BY time LIMIT 2', [[null], ['CreateUser']]],
  [
    "PIVOT event ON service IN ('iam', 's3') USING count(*) GROUP BY account ORDER BY account",
    [
      ['1', '1', '1'],
      ['2', '0', '1'],
    ],
  ],
  [
    'UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b',
    [
      ['a', 1],
      ['b', 2],
    ],
  ],
  ['WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT sum(i) FROM n', [['6']]],
  ['WITH event AS (SELECT 7 AS a) SELECT a FROM event', [[7]]],
  ['WITH a AS MATERIALIZED (SELECT 1 AS x), b AS (FROM a) FROM b', [[1]]],
  ['SELECT unnest([1, 2])', [[1], [2]]],
  ['SELECT i FROM range(3) AS r(i)', [['0'], ['1'], ['2']]],
  ['SELECT key FROM json_each(\'{"a": 1}\')', [['a']]],
  ["SELECT e.key FROM event, json_each(event.request) AS e WHERE action = 'CreateUser'", [['userName']]],
  ['SELECT account, count(*) FROM event GROUP BY GROUPING SETS ((account), ()) ORDER BY ALL LIMIT 1', [['1', '2']]],
  ['SELECT count(*) FROM event AS a ASOF JOIN event AS b ON a.time >= b.time', [['3']]],
  ['SELECT count(*) FROM event AS a SEMI JOIN event AS b USING (account)', [['3']]],
  ['SELECT a.x FROM (SELECT 1 AS x) AS a POSITIONAL JOIN (SELECT 2 AS y) AS b', [[1]]],
  ['SELECT DISTINCT ON (account) account FROM event ORDER BY account', [['1'], ['2']]],
  ['SELECT COLUMNS(c -> c LIKE $$acco%$$) FROM event ORDER BY 1 LIMIT 1', [['1']]],
  ['SELECT * EXCLUDE (b) REPLACE (a + 1 AS a) FROM (SELECT 1 AS a, 2 AS b)', [[2]]],
  ["SELECT time AT TIME ZONE 'UTC' FROM event ORDER BY 1 LIMIT 1", [['2024-01-01T10:00:00Z']]],
  ["SELECT date_trunc('day', time) + INTERVAL 1 DAY FROM event LIMIT 1", [['2024-01-02T00:00:00Z']]],
  ['SELECT extract(hour FROM time), time::DATE FROM event ORDER BY 1 LIMIT 1', [['10', '2024-01-01']]],
  ['SELECT action.lower() FROM event ORDER BY 1 LIMIT 1', [['createuser']]],
  [
    "SELECT upper('a') || 'b', 'a' LIKE 'A%', 'a' ILIKE 'A%', 'ab' SIMILAR TO 'a.', 7 // 2, 2 ** 3, ~1, @ -1",
    [['Ab', false, true, true, 3, 8, -2, 1]],
  ],
  [
    'SELECT {a: 1, b: [2]}, MAP {1: 2}, TRY(1 // 0), coalesce(NULL, 1), nullif(1, 1)',
    [['{"a":1,"b":[2]}', '{"1":2}', null, 1, null]],
  ],
  [
    'SELECT EXISTS (FROM event), 1 IN (SELECT 1), 1 = ANY ([1]), ARRAY(SELECT 1), 2 BETWEEN 1 AND 3',
    [[true, true, true, '[1]', true]],
  ],
  [
    'SELECT quantile_cont(x, 0.5) FILTER (x > 0), string_agg(x, $$,$$ ORDER BY x DESC) FROM range(3) r(x)',
    [[1.5, '2,1,0']],
  ],
  ['SELECT column_name FROM (DESCRIBE event) LIMIT 1', [['time']]],
  ['SELECT count(*) FROM (SUMMARIZE SELECT 1 AS a)', [['1']]],
  ['SELECT count(*) FROM event USING SAMPLE 100 PERCENT', [['3']]],
])('it runs %s', async (text, rows) => {
  const result = await runSql(open.db, { sql: text, limit: 100 })
  expect(result.rows).toEqual(rows)
})

test('it refuses all SQL when a macro of the case bears the name of a function', async () => {
  const other = await openCase()
  try {
    await other.db.run("CREATE MACRO upper(x) AS 'lie'")
    await expect(guard(other.db, 'SELECT 1')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('redefines the function upper'),
    })
  } finally {
    await other.close()
  }
})

test('it allows only functions that exist', async () => {
  const there = await open.db.all<{ name: string }>(
    'SELECT DISTINCT lower(function_name) AS name FROM duckdb_functions()',
  )
  const names = new Set(there.map(({ name }) => name))
  expect([...allowedFunctions, ...allowedTableFunctions].filter((name) => !names.has(name))).toEqual([])
})

test('it allows no function with a side effect but those that make up a value or fail', async () => {
  const odd = await open.db.all<{ name: string }>(
    "SELECT DISTINCT lower(function_name) AS name FROM duckdb_functions() WHERE has_side_effects OR stability = 'VOLATILE' ORDER BY 1",
  )
  expect(odd.map(({ name }) => name).filter((name) => allowedFunctions.has(name))).toEqual([
    'error',
    'gen_random_uuid',
    'random',
    'uuid',
    'uuidv4',
    'uuidv7',
  ])
})
