// The same questions asked the ClickStack way: its table for logs, and the statements its page sends. Written from
// how ClickStack behaves: rows come in windows of 1 min, 15 min, 6 h, 6 h, 12 h, then 24 h; charts in chunks of
// 15 min, 6 h, 6 h, 12 h, then 24 h; words ask the text index over lower(Body); an attribute's equality asks the text
// index over "key=value" items; the filters' values are taken from the first 3 M rows, without counts.
const minute = 60_000_000_000n;
const quarter = 15n * minute;
const hour = 60n * minute;

export const table = 'clickstack.otel_logs';

const items = (map) => `arrayMap((k, v) -> concat(k, '=', v), mapKeys(${map}), mapValues(${map}))`;
const kubernetes = [
  ...['k8s.cluster.name', 'k8s.container.name', 'k8s.deployment.name', 'k8s.namespace.name'],
  ...['k8s.node.name', 'k8s.pod.name', 'k8s.pod.uid', 'deployment.environment.name'],
];

export const createStatements = [
  'CREATE DATABASE IF NOT EXISTS clickstack',
  `CREATE TABLE ${table} (
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TraceId String CODEC(ZSTD(1)), SpanId String CODEC(ZSTD(1)), TraceFlags UInt8,
    SeverityText LowCardinality(String) CODEC(ZSTD(1)), SeverityNumber UInt8,
    ServiceName LowCardinality(String) CODEC(ZSTD(1)), Body String CODEC(ZSTD(1)),
    ResourceSchemaUrl LowCardinality(String) CODEC(ZSTD(1)),
    ResourceAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    ScopeSchemaUrl LowCardinality(String) CODEC(ZSTD(1)), ScopeName String CODEC(ZSTD(1)),
    ScopeVersion LowCardinality(String) CODEC(ZSTD(1)),
    ScopeAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    LogAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    EventName String CODEC(ZSTD(1)),
    ${kubernetes
      .map(
        (key) =>
          `\`__hdx_materialized_${key}\` LowCardinality(String) MATERIALIZED ResourceAttributes['${key}'] CODEC(ZSTD(1)),`,
      )
      .join('\n    ')}
    ResourceAttributeItems Array(String) ALIAS ${items('ResourceAttributes')},
    LogAttributeItems Array(String) ALIAS ${items('LogAttributes')},
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX idx_resource_items ${items('ResourceAttributes')} TYPE text(tokenizer = 'array'),
    INDEX idx_log_items ${items('LogAttributes')} TYPE text(tokenizer = 'array'),
    INDEX idx_lower_body lower(Body) TYPE text(tokenizer = 'splitByNonAlpha')
  ) ENGINE = MergeTree PARTITION BY toDate(Timestamp)
  PRIMARY KEY (toStartOfFiveMinutes(Timestamp), ServiceName)
  ORDER BY (toStartOfFiveMinutes(Timestamp), ServiceName, Timestamp)
  SETTINGS ttl_only_drop_parts = 1`,
];

// Copies the rows of [from, to), a quarter of an hour each time: the engine has little memory.
export function* copyStatements(source, from, to) {
  const columns = [
    ...[
      'Timestamp',
      'TraceId',
      'SpanId',
      'TraceFlags',
      'SeverityText',
      'SeverityNumber',
      'ServiceName',
      'Body',
    ],
    ...['ResourceSchemaUrl', 'ResourceAttributes', 'ScopeSchemaUrl', 'ScopeName', 'ScopeVersion'],
    ...['ScopeAttributes', 'LogAttributes', 'EventName'],
  ].join(', ');
  for (const [begin, end] of stretches(from, to, [quarter]))
    yield (
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${source} WHERE Timestamp >= ${instant(begin)}` +
      ` AND Timestamp < ${instant(end)} SETTINGS max_threads = 1, max_block_size = 8192, min_insert_block_size_rows = 30000`
    );
}

// Stretches of [from, to), newest first, of the widths given; the last width repeats.
function* stretches(from, to, widths) {
  for (let i = 0; to > from; i++) {
    const width = widths[Math.min(i, widths.length - 1)];
    const begin = to - width > from ? to - width : from;
    yield [begin, to];
    to = begin;
  }
}

const instant = (ns) => `fromUnixTimestamp64Nano(${ns})`;
const within = ([from, to]) =>
  `Timestamp >= ${instant(from)} AND Timestamp < ${instant(to)}` +
  ` AND toStartOfFiveMinutes(Timestamp) >= toStartOfFiveMinutes(${instant(from)})` +
  ` AND toStartOfFiveMinutes(Timestamp) <= toStartOfFiveMinutes(${instant(to)})`;

const and = (condition) => (condition ? ` AND (${condition})` : '');

export const word = (text) => `hasAllTokens(lower(Body), lower('${text}'))`;
export const attributeIs = (key, value) => `has(LogAttributeItems, concat('${key}', '=', '${value}'))`;

// Each question runs its statements one after the other and gives them; `run` gives how many rows one answered.
export async function newest(run, { from, to, condition, limit }) {
  const widths = [minute, 15n * minute, 6n * hour, 6n * hour, 12n * hour, 24n * hour];
  const statements = [];
  let found = 0;
  for (const stretch of stretches(from, to, widths)) {
    const sql =
      `SELECT Timestamp, ServiceName, SeverityText, Body FROM ${table} WHERE ${within(stretch)}${and(condition)}` +
      ` ORDER BY (toStartOfFiveMinutes(Timestamp), Timestamp) DESC LIMIT ${limit - found}`;
    statements.push(sql);
    found += await run(sql);
    if (found >= limit) break;
  }
  return statements;
}

export async function histogram(run, { from, to, condition, bucketSeconds }) {
  const widths = [15n * minute, 6n * hour, 6n * hour, 12n * hour, 24n * hour];
  const statements = [];
  for (const stretch of stretches(from, to, widths)) {
    const sql =
      `SELECT toStartOfInterval(Timestamp, INTERVAL ${bucketSeconds} second) AS bucket, SeverityText, count()` +
      ` FROM ${table} WHERE ${within(stretch)}${and(condition)} GROUP BY bucket, SeverityText ORDER BY bucket`;
    statements.push(sql);
    await run(sql);
  }
  return statements;
}

export async function facets(run, { from, to, condition, expressions }) {
  const inner = expressions.map((expression, i) => `${expression} AS f${i}`).join(', ');
  const outer = expressions.map((_, i) => `groupUniqArray(20)(f${i})`).join(', ');
  const sql =
    `SELECT ${outer} FROM (SELECT ${inner} FROM ${table} WHERE ${within([from, to])}${and(condition)}` +
    ` LIMIT 3000000) SETTINGS max_rows_to_read = 3000000, read_overflow_mode = 'break'`;
  await run(sql);
  return [sql];
}
