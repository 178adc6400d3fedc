#include "engine/chdb.h"

#include "engine/chdb_abi.h"
#include "engine/errors.h"

namespace sextant::engine {
namespace {

// The parallel arrays in which the library takes names and values.
struct ParamArrays {
  explicit ParamArrays(const Pairs& params) {
    for (const auto& [name, value] : params) {
      names.push_back(name.data());
      name_lengths.push_back(name.size());
      values.push_back(value.data());
      value_lengths.push_back(value.size());
    }
  }
  std::vector<const char*> names;
  std::vector<std::size_t> name_lengths;
  std::vector<const char*> values;
  std::vector<std::size_t> value_lengths;
};

}  // namespace

std::string LibraryVersion() { return chdb_version(); }

void Chunk::Destroy(chdb_result* result) { chdb_destroy_query_result(result); }

std::string_view Chunk::data() const {
  const char* buffer = chdb_result_buffer(result_.get());
  return buffer == nullptr ? std::string_view() : std::string_view(buffer, chdb_result_length(result_.get()));
}

Tally Chunk::tally() const {
  Tally tally;
  tally.read_rows = chdb_result_storage_rows_read(result_.get());
  tally.read_bytes = chdb_result_storage_bytes_read(result_.get());
  tally.written_rows = chdb_result_rows_written(result_.get());
  tally.written_bytes = chdb_result_bytes_written(result_.get());
  tally.result_rows = chdb_result_rows_read(result_.get());
  return tally;
}

Status Chunk::error() const {
  if (result_ == nullptr) return EngineStatus(kUnknownException, "The engine gave no result.");
  const char* text = chdb_result_error(result_.get());
  return text == nullptr ? OkStatus() : EngineStatus(text);
}

Stream::Stream(Stream&& other) noexcept
    : connection_(other.connection_),
      stream_(std::exchange(other.stream_, nullptr)),
      finished_(other.finished_) {}

Stream::~Stream() {
  if (stream_ == nullptr) return;
  if (!finished_) chdb_stream_cancel_query(connection_, stream_);
  chdb_destroy_query_result(stream_);
}

Result<Chunk> Stream::Fetch() {
  Chunk chunk(chdb_stream_fetch_result(connection_, stream_));
  Status error = chunk.error();
  finished_ = !error.ok() || chunk.data().empty();
  if (!error.ok()) return error;
  return chunk;
}

void InsertStream::Destroy(chdb_insert_stream_* stream) { chdb_destroy_insert_stream(stream); }

Status InsertStream::error() const {
  const char* text = chdb_stream_insert_error(stream_.get());
  return text == nullptr ? OkStatus() : EngineStatus(text);
}

Status InsertStream::Append(std::string_view data) {
  if (chdb_stream_append(stream_.get(), data.data(), data.size()) == 0) return OkStatus();
  const Status reason = error();
  return reason.ok() ? EngineStatus(kUnknownException, "The engine took no more data.") : reason;
}

Result<Tally> InsertStream::Done() {
  const Chunk result(chdb_stream_done(stream_.get()));
  SXT_TRY(result.error());
  return result.tally();
}

Result<Connection> Connection::Open(const Pairs& arguments) {
  std::vector<std::string> words = {"sextant-engine"};
  for (const auto& [name, value] : arguments) words.push_back("--" + name + "=" + value);
  std::vector<char*> argv;
  argv.reserve(words.size());
  for (std::string& word : words) argv.push_back(word.data());
  chdb_set_signal_handlers_enabled(0);
  chdb_connection* handle = chdb_connect(static_cast<int>(argv.size()), argv.data());
  if (handle == nullptr) return EngineStatus(kUnknownException, "The engine refused a connection.");
  return Connection(handle);
}

Connection::~Connection() {
  if (handle_ != nullptr) chdb_close_conn(handle_);
}

Result<Analysis> Connection::Classify(std::string_view sql) {
  chdb_query_analysis_v1 raw{sizeof(raw), 0, 0, 4};
  if (chdb_classify_query_n(*handle_, sql.data(), sql.size(), "", 0, &raw) != 0) return Analysis{};
  return Analysis{raw.statement_count, static_cast<QueryClass>(raw.query_class)};
}

Result<Chunk> Connection::Query(std::string_view sql, std::string_view format, const Pairs& params) {
  const ParamArrays arrays(params);
  Chunk chunk(chdb_query_with_params_n(*handle_, sql.data(), sql.size(), format.data(), format.size(),
                                       arrays.names.data(), arrays.name_lengths.data(), arrays.values.data(),
                                       arrays.value_lengths.data(), params.size()));
  SXT_TRY(chunk.error());
  return chunk;
}

Result<Stream> Connection::StartStream(std::string_view sql, std::string_view format, const Pairs& params) {
  const ParamArrays arrays(params);
  chdb_result* stream = chdb_stream_query_with_params_n(
      *handle_, sql.data(), sql.size(), format.data(), format.size(), arrays.names.data(),
      arrays.name_lengths.data(), arrays.values.data(), arrays.value_lengths.data(), params.size());
  if (const char* text = stream == nullptr ? nullptr : chdb_result_error(stream); text != nullptr) {
    const Status error = EngineStatus(text);
    chdb_destroy_query_result(stream);
    return error;
  }
  if (stream == nullptr) return EngineStatus(kUnknownException, "The engine gave no stream.");
  return Stream(*handle_, stream);
}

Result<InsertStream> Connection::StartInsert(std::string_view sql, std::string_view format,
                                             const Pairs& params) {
  const ParamArrays arrays(params);
  InsertStream stream(chdb_stream_insert_with_params_n(
      *handle_, sql.data(), sql.size(), format.data(), format.size(), arrays.names.data(),
      arrays.name_lengths.data(), arrays.values.data(), arrays.value_lengths.data(), params.size()));
  SXT_TRY(stream.error());
  return stream;
}

}  // namespace sextant::engine
