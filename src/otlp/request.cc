#include "otlp/request.h"

#include "otlp/fields.h"
#include "otlp/mend.h"
#include "otlp/value_text.h"

namespace sextant::otlp {
namespace {

// Where the records of a scope are, and what stands beside them, whatever the order on the wire.
struct ScopeIndex {
  std::string_view scope;  // the InstrumentationScope message
  std::string_view schema_url;
  std::size_t records_end = 0;  // in RequestIndex::records; they begin where the scope before ends
  std::size_t rows = 0;
};

struct ResourceIndex {
  std::string_view resource;  // the Resource message
  std::string_view schema_url;
  std::size_t scopes_end = 0;  // in RequestIndex::scopes, likewise
};

// One pass over the request finds all records. They are then read in any order at full speed: following
// lengths from record to record costs a cache miss each, and would cost it again in every further pass.
// Holds only scopes and resources with records, so it is bounded by the limit on those.
struct RequestIndex {
  std::vector<std::string_view> records;
  std::vector<ScopeIndex> scopes;
  std::vector<ResourceIndex> resources;
  std::size_t rows = 0;
};

// To begin with, room is made for records of this size.
constexpr std::size_t kUsualRecordBytes = 256;

class Indexer {
 public:
  Indexer(const RecordSink& sink, std::size_t max_rows) : sink_(sink), max_rows_(max_rows) {}

  Status Run(std::string_view body) {
    index_.records.reserve(body.size() / kUsualRecordBytes + 1);
    for (WireReader r(body); r.Next();) {
      if (r.tag() == request::kResourceGroup) {
        SXT_TRY(AddResource(r.Bytes()));
      } else {
        r.Skip();
      }
    }
    return {};
  }
  RequestIndex& index() { return index_; }

 private:
  Status AddResource(std::string_view message) {
    ResourceIndex entry;
    const std::size_t scopes_begin = index_.scopes.size();
    for (WireReader r(message); r.Next();) {
      switch (r.tag()) {
        case resource_group::kResource: entry.resource = r.Bytes(); break;
        case resource_group::kSchemaUrl: entry.schema_url = r.Bytes(); break;
        case resource_group::kScopeGroup: SXT_TRY(AddScope(r.Bytes())); break;
        default: r.Skip();
      }
    }
    entry.scopes_end = index_.scopes.size();
    if (entry.scopes_end > scopes_begin) index_.resources.push_back(entry);
    return {};
  }

  Status AddScope(std::string_view message) {
    ScopeIndex entry;
    for (WireReader r(message); r.Next();) {
      switch (r.tag()) {
        case scope_group::kScope: entry.scope = r.Bytes(); break;
        case scope_group::kSchemaUrl: entry.schema_url = r.Bytes(); break;
        case scope_group::kRecord: {
          const std::string_view record = r.Bytes();
          const std::size_t rows = sink_.RowsOf(record);
          entry.rows += rows;
          if (rows > 0) index_.records.push_back(record);
          if (index_.rows + entry.rows > max_rows_) return TooManyRows();
          break;
        }
        default: r.Skip();
      }
    }
    if (entry.rows == 0) return {};
    entry.records_end = index_.records.size();
    index_.rows += entry.rows;
    index_.scopes.push_back(entry);
    return {};
  }

  Status TooManyRows() const {
    return {Code::kTooLarge,
            "The request holds more than " + std::to_string(max_rows_) + " records; send fewer per request."};
  }

  const RecordSink& sink_;
  const std::size_t max_rows_;
  RequestIndex index_;
};

class Walk {
 public:
  Walk(Tally& tally, RecordSink& sink) : tally_(tally), sink_(sink) {}

  Status Run(std::string_view body) {
    Indexer indexer(sink_, tally_.limits().max_records);
    SXT_TRY(indexer.Run(body));
    const RequestIndex& index = indexer.index();
    sink_.BeginRequest(index.rows, body.size());
    std::size_t scope = 0;
    std::size_t record = 0;
    for (const ResourceIndex& resource : index.resources) {
      const char* refusal = EnterResource(resource);
      for (; scope < resource.scopes_end; ++scope) {
        const ScopeIndex& entry = index.scopes[scope];
        const char* scope_refusal = EnterScope(entry);
        if (refusal != nullptr || scope_refusal != nullptr) {
          tally_.Refuse(refusal != nullptr ? refusal : scope_refusal, entry.rows);
          record = entry.records_end;
          continue;
        }
        SXT_TRY(CheckCopies(entry.rows));
        sink_.BeginScope(surroundings_);
        for (; record < entry.records_end; ++record) sink_.Record(index.records[record]);
      }
    }
    tally_.Mend(mended::kDuplicateAttribute, resource_.duplicates() + scope_.duplicates());
    return {};
  }

 private:
  // Each gives the reason why all records below are refused, or nullptr.
  const char* EnterResource(const ResourceIndex& entry) {
    pairs_.clear();
    for (WireReader r(entry.resource); r.Next();) {
      r.tag() == resource::kAttribute ? Collect(pairs_, r.Bytes(), tally_.limits().max_attributes) : r.Skip();
    }
    const char* refusal = Assign(resource_);
    surroundings_.resource_attributes = &resource_;
    surroundings_.service_name = resource_.Find("service.name");
    surroundings_.resource_schema_url = entry.schema_url;
    return refusal;
  }

  const char* EnterScope(const ScopeIndex& entry) {
    pairs_.clear();
    surroundings_.scope_name = surroundings_.scope_version = {};
    surroundings_.scope_dropped_attributes = 0;
    for (WireReader r(entry.scope); r.Next();) {
      switch (r.tag()) {
        case scope::kName: surroundings_.scope_name = r.Bytes(); break;
        case scope::kVersion: surroundings_.scope_version = r.Bytes(); break;
        case scope::kAttribute: Collect(pairs_, r.Bytes(), tally_.limits().max_attributes); break;
        case scope::kDroppedAttributes: surroundings_.scope_dropped_attributes = r.Uint32(); break;
        default: r.Skip();
      }
    }
    surroundings_.scope_attributes = &scope_;
    surroundings_.scope_schema_url = entry.schema_url;
    surroundings_.rows = entry.rows;
    return Assign(scope_);
  }

  // Fills `set` with pairs_, or empties it and says why its records are refused.
  const char* Assign(AttributeSet& set) {
    const char* refusal = RefusalOf(pairs_, tally_.limits());
    if (refusal != nullptr) pairs_.clear();
    set.Assign(pairs_, tally_.limits().max_depth);
    tally_.Mend(mended::kInvalidUtf8, MendUtf8(set.map()));
    return refusal;
  }

  // A small request must not become a huge block by having its resource repeated in every row.
  Status CheckCopies(std::size_t rows) {
    copied_bytes_ += rows * (resource_.bytes() + scope_.bytes());
    const std::size_t limit = tally_.limits().max_copied_bytes;
    if (copied_bytes_ <= limit) return {};
    return {Code::kTooLarge,
            "The resource and scope attributes, written out for every record, need more than " +
                std::to_string(limit) + " bytes; send fewer records per request."};
  }

  Tally& tally_;
  RecordSink& sink_;
  KeyValues pairs_;
  AttributeSet resource_;
  AttributeSet scope_;
  Surroundings surroundings_;
  std::size_t copied_bytes_ = 0;
};

}  // namespace

Status WalkRequest(std::string_view body, Tally& tally, RecordSink& sink) {
  return Walk(tally, sink).Run(body);
}

const char* RefusalOf(const std::string_view* begin, const std::string_view* end,
                      const DecodeLimits& limits) {
  if (static_cast<std::size_t>(end - begin) > limits.max_attributes) return reason::kTooManyAttributes;
  for (const std::string_view* pair = begin; pair != end; ++pair) {
    if (pair->size() <= limits.max_value_bytes) continue;
    for (WireReader r(*pair); r.Next();) {
      if (r.tag() != key_value::kValue && r.tag() != key_value::kKey) {
        r.Skip();
        continue;
      }
      const bool is_key = r.tag() == key_value::kKey;
      const std::string_view bytes = r.Bytes();
      const std::size_t size = is_key ? bytes.size() : ValueSize(bytes);
      if (size > limits.max_value_bytes) return reason::kValueTooLarge;
    }
  }
  return nullptr;
}

}  // namespace sextant::otlp
