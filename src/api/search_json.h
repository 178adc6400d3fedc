// Answers of search/ as the JSON of openapi.yaml. Pure; every function gives one whole document.
#pragma once

#include <string>
#include <vector>

#include "model/source.h"
#include "search/answer.h"
#include "search/outcome.h"

namespace sextant::api {

std::string SourcesJson(const std::vector<Source>& sources);
std::string FieldsJson(const std::vector<search::FieldInfo>& fields);
std::string RowJson(const search::WholeRow& row);
std::string ExplanationJson(const search::Explanation& explanation);
// The explanation of a search that is wrong.
std::string WrongSearchJson(const search::Failure& failure);
// Error, or with `event` the event that ends a stream.
std::string ErrorJson(const search::Failure& failure, bool event);

// Events.
std::string ColumnsEvent(const std::vector<search::ResultColumn>& columns);
std::string RowsEvent(const search::RowBatch& batch);
std::string ProgressEvent(const search::ProgressReport& report);
std::string BucketsEvent(std::int64_t bucket_width, const std::vector<search::Bucket>& buckets);
std::string ValuesEvent(const search::FieldValues& values);
std::string NumbersEvent(const search::FieldNumbers& numbers);
std::string SkippedEvent(std::uint64_t rows);
std::string IdleEvent();
std::string DoneEvent(const search::RowsDone& done);
std::string DoneEvent(const search::HistogramDone& done);
std::string DoneEvent(const search::ValuesDone& done);
std::string DoneEvent(const search::NumbersDone& done);

}  // namespace sextant::api
