-- Key/value counts of otel_logs by quarters of an hour: see model/rollup.h for what the rows say.
--
-- Columns: ClickStack's. Order: the values of one key over a stretch of time lie together.
--
-- Old parts stay for a minute only: a merge that a power cut takes away is noticed by its readers (docs/adr/0004),
-- and small parts merged into large ones every few seconds would otherwise lie there ten times over.
CREATE TABLE IF NOT EXISTS {database}.otel_logs_kv_rollup_15m
(
    Timestamp DateTime CODEC(Delta(4), ZSTD(1)),
    ColumnIdentifier LowCardinality(String) CODEC(ZSTD(1)),
    Key LowCardinality(String) CODEC(ZSTD(1)),
    Value String CODEC(ZSTD(1)),
    count UInt64 CODEC(ZSTD(1))
)
ENGINE = SummingMergeTree(count)
PARTITION BY toDate(Timestamp)
PRIMARY KEY (ColumnIdentifier, Key, Timestamp)
ORDER BY (ColumnIdentifier, Key, Timestamp, Value)
TTL Timestamp + INTERVAL {retention_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000, old_parts_lifetime = 60
