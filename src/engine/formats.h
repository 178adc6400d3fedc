// What the engine must know of an output format. Pure.
#pragma once

#include <string_view>

namespace sextant::engine {

inline constexpr std::string_view kDefaultFormat = "TabSeparated";

// True when the chunks of a stream, one behind the other, are the format's whole answer: Native and the row
// formats without a header. For all others every chunk would be a document of its own, so that the engine
// must write them through one pipe.
bool ChunksConcatenate(std::string_view format);

// ClickHouse's Content-Type of a format.
std::string_view ContentTypeOf(std::string_view format);

// True when `format` is a plain word, fit to be written behind FORMAT.
bool IsFormatName(std::string_view format);

}  // namespace sextant::engine
