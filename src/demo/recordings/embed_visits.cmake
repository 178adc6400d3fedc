# Writes OUTPUT: a C++ file that holds the recorded visits of VISITS_DIR, their style sheet and the shop's
# PRODUCTS as text. Run with cmake -P by CMakeLists.txt, so that the binary needs no file at run time.
file(GLOB files ${VISITS_DIR}/*.visit)
list(SORT files)
set(entries "")
foreach(path IN LISTS files)
  get_filename_component(name ${path} NAME_WE)
  file(READ ${path} text)
  string(APPEND entries "    {\"${name}\", R\"visit(${text})visit\"},\n")
endforeach()
file(READ ${VISITS_DIR}/style.json style)
file(READ ${PRODUCTS} products)
file(WRITE ${OUTPUT} "// Written by embed_visits.cmake.
#include \"demo/recordings/recording_files.h\"

namespace sextant::demo {

std::span<const VisitFile> VisitFiles() {
  static constexpr VisitFile kFiles[] = {
${entries}  };
  return kFiles;
}

std::string_view StyleFile() { return R\"visit(${style})visit\"; }
std::string_view ProductsFile() { return R\"visit(${products})visit\"; }

}  // namespace sextant::demo
")
