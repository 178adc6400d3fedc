# Writes OUTPUT: a C++ file that holds every *.sql of SCHEMA_DIR as text, in the order of their names.
# Run with cmake -P by src/store/CMakeLists.txt, so that the binary needs no file at run time.
file(GLOB files ${SCHEMA_DIR}/*.sql)
list(SORT files)
set(entries "")
foreach(path IN LISTS files)
  get_filename_component(name ${path} NAME_WE)
  file(READ ${path} text)
  string(APPEND entries "    {\"${name}\", R\"sql(${text})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Written by embed_schema.cmake from schema/*.sql.
#include \"store/schema.h\"

namespace sextant {

std::span<const SchemaFile> SchemaFiles() {
  static constexpr SchemaFile kFiles[] = {
${entries}  };
  return kFiles;
}

}  // namespace sextant
")
