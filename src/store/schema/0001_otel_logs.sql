-- Log records.
--
-- Columns: the OpenTelemetry ClickHouse exporter's as ClickStack ships them (few distinct values more often
-- held as LowCardinality, which queries do not notice), then ours: __sxt_fingerprint says what a line is an
-- instance of, (__sxt_segment, __sxt_row) is a row's identity. TimestampTime is there for queries written for
-- older ClickStack tables.
--
-- Order: newest first is the question asked most, and ties are broken by the identity, so that is the order
-- on disk. ClickHouse then reads backwards and stops at the limit. Measured on 2 M rows against ClickStack's
-- (five minutes, ServiceName, Timestamp): the newest 100 rows read 11 k rows instead of 2 M, sizes are equal
-- (110.0 and 109.3 MiB). A key that holds both Timestamp and an expression over it prunes by neither in
-- ClickHouse 26.7.
--
-- Indexes, CPU seconds per million rows beside an insert of 3.3: bloom filters about 0.1 to 0.3 each; the
-- text index on words 0.4, and 19 MiB beside 55 (a rare word in 2 M rows: 7 ms instead of 96); minmax
-- nothing. lower(Body) is the expression that queries must use for the text index to serve them.
--
-- Settings: the window makes insert_deduplication_token hold; old parts stay on disk until their merge is
-- synced; parts are dropped whole when their last row expires; adaptive buffers halve what an insert needs in
-- memory (100 k rows of one day: under 100 MB instead of 150 to 200) at no CPU.
CREATE TABLE IF NOT EXISTS {database}.otel_logs
(
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TraceId String CODEC(ZSTD(1)),
    SpanId String CODEC(ZSTD(1)),
    TraceFlags UInt8 CODEC(ZSTD(1)),
    SeverityText LowCardinality(String) CODEC(ZSTD(1)),
    SeverityNumber UInt8 CODEC(ZSTD(1)),
    ServiceName LowCardinality(String) CODEC(ZSTD(1)),
    Body String CODEC(ZSTD(1)),
    ResourceSchemaUrl LowCardinality(String) CODEC(ZSTD(1)),
    ResourceAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    ScopeSchemaUrl LowCardinality(String) CODEC(ZSTD(1)),
    ScopeName LowCardinality(String) CODEC(ZSTD(1)),
    ScopeVersion LowCardinality(String) CODEC(ZSTD(1)),
    ScopeAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    LogAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    EventName LowCardinality(String) CODEC(ZSTD(1)),
    TimestampTime DateTime ALIAS toDateTime(Timestamp),
    __sxt_fingerprint UInt64 CODEC(ZSTD(1)),
    __sxt_segment UInt64 CODEC(Delta(8), ZSTD(1)),
    __sxt_row UInt32 CODEC(Delta(4), ZSTD(1)),
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX idx_res_attr_value mapValues(ResourceAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_log_attr_key mapKeys(LogAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_log_attr_value mapValues(LogAttributes) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX idx_lower_body lower(Body) TYPE text(tokenizer = 'splitByNonAlpha'),
    INDEX idx_segment __sxt_segment TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(Timestamp)
PRIMARY KEY Timestamp
ORDER BY (Timestamp, __sxt_segment, __sxt_row)
TTL toDateTime(Timestamp) + INTERVAL {retention_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000, old_parts_lifetime = 480,
    min_columns_to_activate_adaptive_write_buffer = 1
