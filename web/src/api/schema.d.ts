// Generated from openapi.yaml by web/tools/api-types.mjs. Do not edit.

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs. Always 200 while it does. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Telemetry is accepted and searches are answered. */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the status line shows. */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sources that can be searched, found by themselves for the standard tables. */
        get: operations["listSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{source}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Columns of the table and keys of its maps, for completion and the filter panel. */
        get: operations["listFields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a search without running it. */
        post: operations["explainSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rows, newest first (or oldest first, or sorted by a column), in pages with a stable order.
         * @description NDJSON events in order: `columns` once; `rows` and `progress` any number of times; `done` or `error`.
         *     Read windows go from the newest: 1 min, 15 min, 6 h, then 24 h each. With `sort` the whole range is
         *     read before the first row comes: when a limit cuts that, there are no rows, and no `next`.
         */
        post: operations["searchRows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How many rows, over time, by severity or status. Its total is the number of rows of the range.
         * @description NDJSON events: `buckets` and `progress` any number of times (newest window first); `done` or `error`.
         */
        post: operations["searchHistogram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The most frequent values of some fields among the matching rows, with counts over all of them.
         * @description NDJSON events: `values` (each replaces the earlier one of its field) and `progress`; `done` or `error`.
         */
        post: operations["searchValues"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How the numbers of some fields spread among the matching rows, for sliders.
         * @description NDJSON events: `numbers` once for each field and `progress`; `done` or `error`. Fields are columns of
         *     numbers, or text (keys of maps) whose values are numbers; other fields are refused with a sentence.
         */
        post: operations["searchNumbers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every row of a search as a file, streamed.
         * @description A download: Content-Disposition names a file after the table and the range. All rows that match, in
         *     the order of the request, without a cap on rows and, unless the request has `time_limit_ms`, on time.
         *     A failure before the first row is an Error; one after it breaks the transfer off, so that a client
         *     never takes a part for the whole. A client that leaves ends the search in the engine.
         *
         *     CSV is RFC 4180: CRLF, a header of column names, quotes where they are needed, UTF-8. Maps, arrays and
         *     tuples are JSON, NULL is empty. So that no spreadsheet takes data for a formula, a cell of text that
         *     begins with =, +, -, @, a tab or a carriage return gets an apostrophe before it; numbers stay.
         *     JSON lines have one object a row, with the text exact; cells as in Cell, but see times.
         *     In both, times are ISO-8601 in UTC with nanoseconds: 2026-11-22T21:16:42.123456789Z. Text is never
         *     cut. Columns of equal name get a number: `Body`, `Body 2`.
         */
        get: operations["exportRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-searches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All saved searches of the team, the last changed first. */
        get: operations["listSavedSearches"];
        put?: never;
        /** Saves a search. The 1001st is refused (resource_exhausted). */
        post: operations["createSavedSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-searches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** One saved search. */
        get: operations["getSavedSearch"];
        /** Replaces it whole. 409 (conflict) when `version` is not the current one, because somebody else changed it. */
        put: operations["replaceSavedSearch"];
        post?: never;
        /** Deletes it. */
        delete: operations["deleteSavedSearch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{source}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A source id, e.g. otel_v2.otel_logs */
                source: components["parameters"]["source"];
            };
            cookie?: never;
        };
        /** What the team has pinned in the filter panel of a source; empty lists at first. */
        get: operations["getPins"];
        /** Replaces them whole. With `version`, 409 (conflict) when it is not the current one. */
        put: operations["replacePins"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which colour each service has, for everybody. */
        get: operations["listServiceSlots"];
        put?: never;
        /** Gives those services a colour that have none, and answers the whole table. A colour once given never moves; services beyond 10000 have none. */
        post: operations["assignServiceSlots"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/row": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One row with all its columns. */
        post: operations["getRow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Live Tail. Rows that match, as they are stored.
         * @description NDJSON events: `columns` once, then `rows` whenever matching rows were stored (newest first within an
         *     event), `skipped` when more arrived than a tab can show, and `idle` every 5 s without rows. Ends with
         *     `error`, or when the client closes the connection.
         */
        post: operations["tailRows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @example 1795317119981336904 */
        Nanos: string;
        /** @description A 64-bit count as a decimal string. */
        Count: string;
        Health: {
            /** @constant */
            status: "ok";
            version: string;
        };
        Ready: {
            ready: boolean;
            engine: components["schemas"]["EngineState"];
            /** @description A sentence */
            reason?: string;
        };
        /** @enum {string} */
        EngineState: "starting" | "ready" | "restarting" | "stopped";
        ServerStatus: {
            version: string;
            engine: {
                state: components["schemas"]["EngineState"];
                /** @example 26.7.2.1 */
                version?: string;
                /** @description Why it restarts. */
                reason?: string;
                /** @description An estimate while it restarts. */
                ready_in_ms?: number;
            };
            started_at_ns: components["schemas"]["Nanos"];
            now_ns: components["schemas"]["Nanos"];
            received_rows_per_second: number;
            waiting_rows: components["schemas"]["Count"];
            quarantined_requests?: components["schemas"]["Count"];
            databases: {
                name: string;
                newest_row_ns?: components["schemas"]["Nanos"];
            }[];
            /** @description Where to send telemetry. */
            endpoints: {
                otlp_http?: string;
                otlp_grpc?: string;
            };
            /** @description While the demo's hours are being laid. */
            demo_loading?: {
                done_hours: number;
                total_hours: number;
            };
            /** @description Why the demo goes on no longer, a sentence; absent while it does. */
            demo_stopped?: string;
        };
        /** @enum {string} */
        SourceKind: "log" | "trace" | "session" | "metric";
        Source: {
            /** @example otel_v2.otel_logs */
            id: string;
            /** @example Demo Logs */
            name: string;
            kind: components["schemas"]["SourceKind"];
            database: string;
            table: string;
            timestamp: string;
            default_select: string[];
            /** @description What a bare word searches. */
            body?: string;
            /** @description Severity of logs or status of spans; groups the histogram. */
            severity?: string;
            service?: string;
            trace_id?: string;
            span_id?: string;
            parent_span_id?: string;
            duration?: string;
            event_attributes?: string;
            resource_attributes?: string;
            /** @description Id of the source of this database that has the logs of the same traces; absent when there is none, or it is this one. */
            log_source?: string;
            /** @description Likewise, the spans: where the trace of a log row is. */
            trace_source?: string;
            /** @description Likewise, the recordings of browser sessions. */
            session_source?: string;
            /** @description Likewise, the metrics. */
            metric_source?: string;
        };
        Field: {
            /**
             * @description As a search writes it: ServiceName, LogAttributes.user.id
             * @example ResourceAttributes.k8s.pod.name
             */
            name: string;
            /** @description The ClickHouse type. */
            type: string;
            /** @enum {string} */
            kind: "column" | "key";
            /** @description The column a key lives in. */
            column?: string;
            /** @description Shown in the filter panel by itself. */
            facet?: boolean;
            /** @description Of a key: the rows of the range that have it; absent when not all were counted. */
            rows?: components["schemas"]["Count"];
        };
        /** @enum {string} */
        Language: "lucene" | "sql";
        /**
         * @description A choice made beside the query box. Filters of different fields are joined by AND, the values of one
         *     by OR; all filters together have at most 1000 values. include and exclude compare whole values; range is numeric, ends included, either may be absent.
         */
        Filter: {
            field: string;
            /** @enum {string} */
            op: "include" | "exclude" | "range";
            values?: string[];
            min?: number;
            max?: number;
        };
        Intent: {
            source: string;
            /** @description What the query box holds: at most 1000 terms. */
            text?: string;
            language?: components["schemas"]["Language"];
            filters?: components["schemas"]["Filter"][];
            /** @description Column names, map keys (LogAttributes.user.id) or SQL expressions with AS; the source's default_select when absent. */
            columns?: string[];
            from_ns: components["schemas"]["Nanos"];
            to_ns: components["schemas"]["Nanos"];
            /** @description How long the search may take, 60000 when absent; a cut answer says which value was in force (`cut_at`). */
            time_limit_ms?: number;
        };
        /**
         * @description Orders all rows of the range by one shown column, on the server. `column` is written as in `columns`.
         *     Texts of map keys that are numbers compare as numbers, before other texts. What is absent (NULL, NaN,
         *     a missing key) comes last in both directions; rows of equal value are newest first.
         */
        Sort: {
            column: string;
            /** @enum {string} */
            direction: "ascending" | "descending";
        };
        /** @enum {string} */
        Order: "newest" | "oldest";
        RowsRequest: components["schemas"]["Intent"] & {
            order?: components["schemas"]["Order"];
            /** @description Instead of `order`. */
            sort?: components["schemas"]["Sort"];
            /** @default 200 */
            limit: number;
            /** @description The `next` of the page before. */
            after?: string;
        };
        HistogramRequest: components["schemas"]["Intent"] & {
            /** @default 100 */
            max_buckets: number;
        };
        ValuesRequest: components["schemas"]["Intent"] & {
            fields: string[];
            /**
             * @description Values per field.
             * @default 20
             */
            limit: number;
            /** @description Only values that contain this, without regard to case. */
            prefix?: string;
        };
        NumbersRequest: components["schemas"]["Intent"] & {
            fields: string[];
            /** @description 50 when absent. */
            buckets?: number;
        };
        /** @description Names one row for good; opaque to clients. */
        RowId: string;
        ResultColumn: {
            name: string;
            /** @description The ClickHouse type. */
            type: string;
        };
        /**
         * @description By type: text → string; 64-bit integers and decimals → string; smaller integers, floats → number; Bool →
         *     boolean; DateTime64(9) and other times → nanoseconds as string; Nullable's NULL → null; Array → array;
         *     Map → object; Tuple → array. In lists of rows, text longer than 32 KiB is cut there and ends with "…";
         *     getRow gives all of it.
         */
        Cell: unknown;
        RunInfo: {
            rows_read: components["schemas"]["Count"];
            bytes_read: components["schemas"]["Count"];
            elapsed_ms: number;
            /** @description The statements that ran, in order, values filled in for reading. */
            sql: string[];
        };
        /**
         * @description Whether the answer speaks of all it was asked for, and if not, which limit cut it. read_from_ns and
         *     read_to_ns say how much of the range was read; a page of rows is complete when it holds `limit` rows.
         */
        Completeness: {
            complete: boolean;
            /** @enum {string} */
            cut_by?: "time_limit" | "memory_limit" | "row_limit" | "cancelled";
            /** @description The value of that limit which was in force: milliseconds of time_limit, bytes of memory_limit; absent when it has none. */
            cut_at?: components["schemas"]["Count"];
            /** @description How far the same request may raise it (time_limit_ms); absent when it cannot. */
            can_raise_to?: components["schemas"]["Count"];
            cut_sentence?: string;
            read_from_ns?: components["schemas"]["Nanos"];
            read_to_ns?: components["schemas"]["Nanos"];
            /** @description Rows acknowledged more than 10 s ago that are not searchable yet, as after a restart. */
            late_rows?: components["schemas"]["Count"];
        };
        ProgressEvent: {
            /** @constant */
            event: "progress";
            rows_read: components["schemas"]["Count"];
            total_rows?: components["schemas"]["Count"];
            bytes_read?: components["schemas"]["Count"];
            elapsed_ms: number;
            read_from_ns?: components["schemas"]["Nanos"];
            read_to_ns?: components["schemas"]["Nanos"];
        };
        ErrorEvent: components["schemas"]["Error"] & {
            /** @constant */
            event: "error";
        };
        ResultRow: {
            id: components["schemas"]["RowId"];
            time_ns: components["schemas"]["Nanos"];
            /** @description As stored; absent when the source has none. */
            severity?: string;
            /** @description One for each of `columns`. */
            cells: components["schemas"]["Cell"][];
        };
        RowsEvent: {
            /** @constant */
            event: "columns";
            columns: components["schemas"]["ResultColumn"][];
        } | {
            /** @constant */
            event: "rows";
            rows: components["schemas"]["ResultRow"][];
        } | components["schemas"]["ProgressEvent"] | (components["schemas"]["RunInfo"] & components["schemas"]["Completeness"] & {
            /** @constant */
            event: "done";
            /** @description Absent when there are no more rows. */
            next?: string;
        }) | components["schemas"]["ErrorEvent"];
        HistogramEvent: {
            /** @constant */
            event: "buckets";
            bucket_ns: components["schemas"]["Nanos"];
            /** @description Only those with rows; the first and last may be cut by the range. */
            buckets: {
                start_ns: components["schemas"]["Nanos"];
                /** @description Severity or status as stored → rows. */
                counts: {
                    [key: string]: components["schemas"]["Count"];
                };
            }[];
        } | components["schemas"]["ProgressEvent"] | (components["schemas"]["RunInfo"] & components["schemas"]["Completeness"] & {
            /** @constant */
            event: "done";
            total: components["schemas"]["Count"];
            bucket_ns: components["schemas"]["Nanos"];
        }) | components["schemas"]["ErrorEvent"];
        ValuesEvent: {
            /** @constant */
            event: "values";
            field: string;
            values: {
                value: string;
                count: components["schemas"]["Count"];
            }[];
            distinct: components["schemas"]["Count"];
            absent?: components["schemas"]["Count"];
            /** @description False while newer windows are being counted. */
            final: boolean;
        } | components["schemas"]["ProgressEvent"] | (components["schemas"]["RunInfo"] & components["schemas"]["Completeness"] & {
            /** @constant */
            event: "done";
        }) | components["schemas"]["ErrorEvent"];
        NumbersEvent: {
            /** @constant */
            event: "numbers";
            field: string;
            /** @description Rows with a finite number. */
            numbers: components["schemas"]["Count"];
            /** @description Rows whose value is none: text, NaN, infinities. */
            others: components["schemas"]["Count"];
            /** @description Rows without a value. */
            absent: components["schemas"]["Count"];
            /** @description Absent without numbers. */
            min?: number;
            max?: number;
            /** @description Rows in stretches of equal width from min to max, ends included; one bucket when min is max, none without numbers. */
            buckets: components["schemas"]["Count"][];
        } | components["schemas"]["ProgressEvent"] | (components["schemas"]["RunInfo"] & components["schemas"]["Completeness"] & {
            /** @constant */
            event: "done";
        }) | components["schemas"]["ErrorEvent"];
        /** @description What is asked, without a range of time. */
        SavedSearchDraft: {
            name: string;
            /** @description A source id. */
            source: string;
            text?: string;
            language?: components["schemas"]["Language"];
            /** @description The source's own when absent. */
            columns?: string[];
            filters?: components["schemas"]["Filter"][];
            sort?: components["schemas"]["Sort"];
            tags?: string[];
            favourite?: boolean;
        };
        SavedSearch: components["schemas"]["SavedSearchDraft"] & {
            id: string;
            /** @description Grows with every change. */
            version: number;
            created_ns: components["schemas"]["Nanos"];
            updated_ns: components["schemas"]["Nanos"];
        };
        PinsDraft: {
            fields: string[];
            values: {
                field: string;
                value: string;
            }[];
            /** @description The one that was read; without it the last writer wins. */
            version?: number;
        };
        Pins: components["schemas"]["PinsDraft"] & {
            /** @description 0 before the first pin. */
            version: number;
        };
        ServiceSlots: {
            /** @description How many colours there are: 12. */
            count: number;
            /** @description Service → slot. slot mod count is its colour; a slot of count and above has a hollow swatch, as all colours were given. */
            slots: {
                [key: string]: number;
            };
        };
        TailEvent: {
            /** @constant */
            event: "columns";
            columns: components["schemas"]["ResultColumn"][];
        } | {
            /** @constant */
            event: "rows";
            rows: components["schemas"]["ResultRow"][];
        } | {
            /** @constant */
            event: "skipped";
            rows: components["schemas"]["Count"];
        } | {
            /** @constant */
            event: "idle";
        } | components["schemas"]["ErrorEvent"];
        Row: {
            id: components["schemas"]["RowId"];
            time_ns: components["schemas"]["Nanos"];
            /** @description Every column of the table in its order, own columns (__sxt_…) last. */
            columns: {
                name: string;
                type: string;
                value: components["schemas"]["Cell"];
            }[];
        };
        Explanation: {
            valid: boolean;
            /** @description What the search means */
            english?: string;
            error?: components["schemas"]["Error"];
            /** @description Where this differs from what a user of HyperDX may expect. */
            hints?: string[];
        };
        Error: {
            /** @enum {string} */
            code: "bad_input" | "unauthenticated" | "denied" | "not_found" | "too_large" | "conflict" | "resource_exhausted" | "unavailable" | "timeout" | "cancelled" | "data_loss" | "internal";
            /** @description A sentence that its reader can act on. */
            message: string;
            /** @description Where in the query box, in UTF-16 code units. */
            place?: {
                offset: number;
                length: number;
            };
            /** @description One change that would make it right. */
            fix?: {
                sentence: string;
                /** @description The whole query box after the change. */
                text: string;
            };
            /** @description ClickHouse's number when the engine refused. */
            engine_code?: number;
            retry_after_ms?: number;
        };
    };
    responses: {
        /** @description What failed and what to do */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /** @description A source id, e.g. otel_v2.otel_logs */
        source: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description Not ready and why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerStatus"];
                };
            };
        };
    };
    listSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, the default first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sources: components["schemas"]["Source"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listFields: {
        parameters: {
            query: {
                from_ns: components["schemas"]["Nanos"];
                to_ns: components["schemas"]["Nanos"];
            };
            header?: never;
            path: {
                /** @description A source id, e.g. otel_v2.otel_logs */
                source: components["parameters"]["source"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Columns first, then map keys by how many rows have them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fields: components["schemas"]["Field"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    explainSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Intent"];
            };
        };
        responses: {
            /** @description Its meaning in English */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    searchRows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RowsRequest"];
            };
        };
        responses: {
            /** @description A stream of RowsEvent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["RowsEvent"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    searchHistogram: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HistogramRequest"];
            };
        };
        responses: {
            /** @description A stream of HistogramEvent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["HistogramEvent"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    searchValues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValuesRequest"];
            };
        };
        responses: {
            /** @description A stream of ValuesEvent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ValuesEvent"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    searchNumbers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NumbersRequest"];
            };
        };
        responses: {
            /** @description A stream of NumbersEvent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["NumbersEvent"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    exportRows: {
        parameters: {
            query: {
                format: "csv" | "jsonl";
                /** @description A RowsRequest without `limit` and `after`, as JSON; the whole address at most 256 KiB. */
                request: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    /** @description attachment; filename="otel_v2.otel_logs 2026-11-22T20-00-00Z to 2026-11-22T21-00-00Z.csv" */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listSavedSearches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description At most 1000 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        saved_searches: components["schemas"]["SavedSearch"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createSavedSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedSearchDraft"];
            };
        };
        responses: {
            /** @description As saved */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearch"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getSavedSearch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearch"];
                };
            };
            404: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    replaceSavedSearch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedSearchDraft"] & {
                    /** @description The one that was read. */
                    version: number;
                };
            };
        };
        responses: {
            /** @description As saved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearch"];
                };
            };
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    deleteSavedSearch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getPins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A source id, e.g. otel_v2.otel_logs */
                source: components["parameters"]["source"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its pins */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pins"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    replacePins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A source id, e.g. otel_v2.otel_logs */
                source: components["parameters"]["source"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinsDraft"];
            };
        };
        responses: {
            /** @description As kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pins"];
                };
            };
            409: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    listServiceSlots: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceSlots"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    assignServiceSlots: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    services: string[];
                };
            };
        };
        responses: {
            /** @description The whole table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceSlots"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getRow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    source: string;
                    id: components["schemas"]["RowId"];
                };
            };
        };
        responses: {
            /** @description The row */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Row"];
                };
            };
            404: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    tailRows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Intent"];
            };
        };
        responses: {
            /** @description A stream of TailEvent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["TailEvent"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
}
