// The C interface of libchdb 26.7, which ships no header: the declarations that we use, and only those.
// chdb.cc is the only file that includes this one.
//
// Handles are opaque, lengths explicit (data may hold NUL), and nothing throws. A chdb_connection is itself a
// pointer; chdb_connect returns a pointer to it, and everything else takes what that points to.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

struct chdb_connection_;
typedef chdb_connection_* chdb_connection;
struct chdb_result;
struct chdb_insert_stream_;
typedef chdb_insert_stream_* chdb_insert_stream;

// query_class: 0 reads only, 1 changes data, 2 changes data beyond the target, 3 control, 4 unknown.
struct chdb_query_analysis_v1 {  // NOLINT(readability-identifier-naming): the library's name
  std::uint32_t struct_size;
  std::uint32_t statement_count;
  std::uint32_t flags;
  std::uint32_t query_class;
};

const char* chdb_version();
// 0 leaves our own signal handlers alone; before the first connection.
void chdb_set_signal_handlers_enabled(int enabled);

// argv[0] is any name. NULL when it fails. Closing the last connection shuts the engine down.
chdb_connection* chdb_connect(int argc, char** argv);
void chdb_close_conn(chdb_connection* connection);

int chdb_classify_query_n(chdb_connection connection, const char* sql, std::size_t sql_length,
                          const char* target_database, std::size_t target_database_length,
                          chdb_query_analysis_v1* analysis);

chdb_result* chdb_query_with_params_n(chdb_connection connection, const char* sql, std::size_t sql_length,
                                      const char* format, std::size_t format_length, const char* const* names,
                                      const std::size_t* name_lengths, const char* const* values,
                                      const std::size_t* value_lengths, std::size_t count);

chdb_result* chdb_stream_query_with_params_n(chdb_connection connection, const char* sql,
                                             std::size_t sql_length, const char* format,
                                             std::size_t format_length, const char* const* names,
                                             const std::size_t* name_lengths, const char* const* values,
                                             const std::size_t* value_lengths, std::size_t count);
// A chunk of length 0 ends the stream.
chdb_result* chdb_stream_fetch_result(chdb_connection connection, chdb_result* stream);
void chdb_stream_cancel_query(chdb_connection connection, chdb_result* stream);

// Never NULL: ask chdb_stream_insert_error. `sql` has neither FORMAT nor data.
chdb_insert_stream chdb_stream_insert_with_params_n(chdb_connection connection, const char* sql,
                                                    std::size_t sql_length, const char* format,
                                                    std::size_t format_length, const char* const* names,
                                                    const std::size_t* name_lengths,
                                                    const char* const* values,
                                                    const std::size_t* value_lengths, std::size_t count);
const char* chdb_stream_insert_error(chdb_insert_stream stream);
// 0: taken (copied). Waits while the engine is behind.
int chdb_stream_append(chdb_insert_stream stream, const void* data, std::size_t length);
chdb_result* chdb_stream_done(chdb_insert_stream stream);
// Always; cancels an unfinished one.
void chdb_destroy_insert_stream(chdb_insert_stream stream);

char* chdb_result_buffer(chdb_result* result);
std::size_t chdb_result_length(chdb_result* result);
std::uint64_t chdb_result_storage_rows_read(chdb_result* result);
std::uint64_t chdb_result_storage_bytes_read(chdb_result* result);
std::uint64_t chdb_result_rows_read(chdb_result* result);
std::uint64_t chdb_result_rows_written(chdb_result* result);
std::uint64_t chdb_result_bytes_written(chdb_result* result);
// NULL when there is none.
const char* chdb_result_error(chdb_result* result);
void chdb_destroy_query_result(chdb_result* result);

}  // extern "C"
