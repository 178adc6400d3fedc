-- Browser session recordings: log records that carry the attribute rr-web.event; Body is one rrweb event or a
-- piece of one.
--
-- Columns: those of otel_logs without the fingerprint.
--
-- Order: a replay reads one session whole, and bodies are large, so a session lies together. The key is a
-- subcolumn because ClickHouse 26.7 turns ResourceAttributes['rum.sessionId'] in a query into just that
-- before it looks at keys: an expression as key is not found, the subcolumn is (1 of 13 granules read instead
-- of all). There is no text index: nobody searches for words in recordings.
CREATE TABLE IF NOT EXISTS {database}.hyperdx_sessions
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
    __sxt_segment UInt64 CODEC(Delta(8), ZSTD(1)),
    __sxt_row UInt32 CODEC(Delta(4), ZSTD(1)),
    INDEX idx_timestamp Timestamp TYPE minmax GRANULARITY 1,
    INDEX idx_trace_id TraceId TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX idx_segment __sxt_segment TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(Timestamp)
PRIMARY KEY (ResourceAttributes.`key_rum.sessionId`, Timestamp)
ORDER BY (ResourceAttributes.`key_rum.sessionId`, Timestamp, __sxt_segment, __sxt_row)
TTL toDateTime(Timestamp) + INTERVAL {retention_days} DAY
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000, old_parts_lifetime = 480,
    min_columns_to_activate_adaptive_write_buffer = 1
