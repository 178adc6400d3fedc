#include "otlp/request.h"

#include "otlp/fields.h"
#include "otlp/mend.h"
#include "otlp/value_text.h"

namespace sextant::otlp {
namespace {

// The parts of one scope group, whatever their order on the wire.
struct ScopeParts {
  std::string_view name;
  std::string_view version;
  std::string_view schema_url;
  std::uint32_t dropped_attributes = 0;
  KeyValues attributes;
};

struct ResourceParts {
  std::string_view schema_url;
  KeyValues attributes;
};

void ReadResource(std::string_view message, KeyValues& attributes, std::size_t limit) {
  for (WireReader r(message); r.Next();) {
    r.tag() == resource::kAttribute ? Collect(attributes, r.Bytes(), limit) : r.Skip();
  }
}

void ReadResourceGroup(std::string_view message, ResourceParts& parts, std::size_t limit) {
  parts.schema_url = {};
  parts.attributes.clear();
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case resource_group::kResource: ReadResource(r.Bytes(), parts.attributes, limit); break;
      case resource_group::kSchemaUrl: parts.schema_url = r.Bytes(); break;
      default: r.Skip();
    }
  }
}

void ReadScope(std::string_view message, ScopeParts& parts, std::size_t limit) {
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case scope::kName: parts.name = r.Bytes(); break;
      case scope::kVersion: parts.version = r.Bytes(); break;
      case scope::kAttribute: Collect(parts.attributes, r.Bytes(), limit); break;
      case scope::kDroppedAttributes: parts.dropped_attributes = r.Uint32(); break;
      default: r.Skip();
    }
  }
}

// Gives the number of rows in the group.
std::size_t ReadScopeGroup(std::string_view message, ScopeParts& parts, const RecordSink& sink,
                           std::size_t limit) {
  parts.name = parts.version = parts.schema_url = {};
  parts.dropped_attributes = 0;
  parts.attributes.clear();
  std::size_t rows = 0;
  for (WireReader r(message); r.Next();) {
    switch (r.tag()) {
      case scope_group::kScope: ReadScope(r.Bytes(), parts, limit); break;
      case scope_group::kSchemaUrl: parts.schema_url = r.Bytes(); break;
      case scope_group::kRecord: rows += sink.RowsOf(r.Bytes()); break;
      default: r.Skip();
    }
  }
  return rows;
}

std::size_t CountRows(std::string_view body, const RecordSink& sink) {
  std::size_t rows = 0;
  for (WireReader request(body); request.Next();) {
    if (request.tag() != request::kResourceGroup) {
      request.Skip();
      continue;
    }
    for (WireReader group(request.Bytes()); group.Next();) {
      if (group.tag() != resource_group::kScopeGroup) {
        group.Skip();
        continue;
      }
      for (WireReader r(group.Bytes()); r.Next();) {
        r.tag() == scope_group::kRecord ? void(rows += sink.RowsOf(r.Bytes())) : r.Skip();
      }
    }
  }
  return rows;
}

class Walk {
 public:
  Walk(Tally& tally, RecordSink& sink) : tally_(tally), sink_(sink) {}

  Status Run(std::string_view body) {
    const std::size_t rows = CountRows(body, sink_);
    SXT_TRY(CheckRows(rows, tally_.limits()));
    sink_.BeginRequest(rows, body.size());
    for (WireReader r(body); r.Next();) {
      if (r.tag() == request::kResourceGroup) {
        SXT_TRY(WalkResource(r.Bytes()));
      } else {
        r.Skip();
      }
    }
    tally_.Mend(mended::kDuplicateAttribute, resource_.duplicates() + scope_.duplicates());
    return {};
  }

 private:
  Status WalkResource(std::string_view message) {
    ReadResourceGroup(message, resource_parts_, tally_.limits().max_attributes);
    const char* refusal = Assign(resource_, resource_parts_.attributes);
    surroundings_.resource_attributes = &resource_;
    surroundings_.service_name = resource_.Find("service.name");
    surroundings_.resource_schema_url = resource_parts_.schema_url;
    for (WireReader r(message); r.Next();) {
      if (r.tag() == resource_group::kScopeGroup) {
        SXT_TRY(WalkScope(r.Bytes(), refusal));
      } else {
        r.Skip();
      }
    }
    return {};
  }

  Status WalkScope(std::string_view message, const char* refusal) {
    const std::size_t rows = ReadScopeGroup(message, scope_parts_, sink_, tally_.limits().max_attributes);
    if (rows == 0) return {};
    const char* scope_refusal = Assign(scope_, scope_parts_.attributes);
    if (refusal == nullptr) refusal = scope_refusal;
    if (refusal != nullptr) {
      tally_.Refuse(refusal, rows);
      return {};
    }
    SXT_TRY(CheckCopies(rows));
    surroundings_.scope_attributes = &scope_;
    surroundings_.scope_name = scope_parts_.name;
    surroundings_.scope_version = scope_parts_.version;
    surroundings_.scope_schema_url = scope_parts_.schema_url;
    surroundings_.scope_dropped_attributes = scope_parts_.dropped_attributes;
    surroundings_.rows = rows;
    sink_.BeginScope(surroundings_);
    for (WireReader r(message); r.Next();) {
      r.tag() == scope_group::kRecord ? sink_.Record(r.Bytes()) : r.Skip();
    }
    return {};
  }

  // Fills `set`, or empties it and says why its records are refused.
  const char* Assign(AttributeSet& set, const KeyValues& attributes) {
    const char* refusal = RefusalOf(attributes, tally_.limits());
    set.Assign(refusal == nullptr ? attributes : KeyValues(), tally_.limits().max_depth);
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

  static Status CheckRows(std::size_t rows, const DecodeLimits& limits) {
    if (rows <= limits.max_records) return {};
    return {Code::kTooLarge, "The request holds " + std::to_string(rows) + " records and the limit is " +
                                 std::to_string(limits.max_records) + "; send fewer per request."};
  }

  Tally& tally_;
  RecordSink& sink_;
  ResourceParts resource_parts_;
  ScopeParts scope_parts_;
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
