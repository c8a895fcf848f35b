# fixpoint_registry(TARGET t FOLDER dir HEADER h NAMESPACE ns TYPE T FUNCTION all_x) writes a .cpp that lists the one
# function that each .cpp file below the folder exports: the type's name in lower case, in a namespace of the file's name
# (below one of its sub-folder's), so that files can be compiled together. A new file is picked up by the next build; a
# wrong name is a link error.
function(fixpoint_registry)
  cmake_parse_arguments(R "" "TARGET;FOLDER;HEADER;NAMESPACE;TYPE;FUNCTION" "" ${ARGN})
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${R_FOLDER} ${R_FOLDER}/*.cpp)
  list(SORT files)
  string(TOLOWER ${R_TYPE} function)
  get_filename_component(folder ${R_FOLDER} NAME)
  set(index 0)
  set(declarations "")
  set(entries "")
  foreach(file IN LISTS files)
    get_filename_component(unit ${file} NAME_WE)
    if(unit MATCHES "^_")
      continue()  # shared helpers of a folder start with an underscore
    endif()
    math(EXPR batch "${index} / 12")
    math(EXPR index "${index} + 1")
    set_source_files_properties(${R_FOLDER}/${file} PROPERTIES UNITY_GROUP ${folder}_${batch})
    string(REGEX REPLACE "\\.cpp$" "" space "${file}")
    string(REPLACE "/" "::" space "${space}")
    string(APPEND declarations "namespace ${space} {\n${R_TYPE} ${function}();\n}\n")
    string(APPEND entries "      ${space}::${function}(),\n")
  endforeach()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${folder}.gen.cpp)
  file(CONFIGURE OUTPUT ${generated} CONTENT [[// Generated from the folder's file names; do not edit.
#include "@R_HEADER@"

#include <vector>

namespace @R_NAMESPACE@ {
namespace @folder@ {
@declarations@}
std::span<const @R_TYPE@> @R_FUNCTION@() {
  using namespace @folder@;
  static const std::vector<@R_TYPE@> kAll = {
@entries@  };
  return kAll;
}
}
]] @ONLY)
  target_sources(${R_TARGET} PRIVATE ${generated})
  set_target_properties(${R_TARGET} PROPERTIES UNITY_BUILD ${FIXPOINT_UNITY} UNITY_BUILD_MODE GROUP)
endfunction()

# Embeds every file below data/ (tables, prompts) into a target, reachable by its path.
function(fixpoint_embed target folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*.tsv ${folder}/*.txt ${folder}/*.js ${folder}/*.json)
  list(SORT files)
  set(assembly "    .section .rodata\n")
  set(declarations "")
  set(entries "")
  set(depends "")
  set(index 0)
  foreach(file IN LISTS files)
    string(APPEND assembly "    .global fixpoint_data_${index}\n    .global fixpoint_data_${index}_end\nfixpoint_data_${index}:\n    .incbin \"${folder}/${file}\"\nfixpoint_data_${index}_end:\n    .byte 0\n")
    string(APPEND declarations "extern \"C\" const char fixpoint_data_${index}[];\nextern \"C\" const char fixpoint_data_${index}_end[];\n")
    string(APPEND entries "      {\"${file}\", {fixpoint_data_${index}, static_cast<std::size_t>(fixpoint_data_${index}_end - fixpoint_data_${index})}},\n")
    list(APPEND depends ${folder}/${file})
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly "    .section .note.GNU-stack,\"\",@progbits\n")
  set(out ${CMAKE_CURRENT_BINARY_DIR}/generated/languages)
  file(CONFIGURE OUTPUT ${out}/embedded.gen.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${out}/embedded.gen.hpp CONTENT [[// Generated from data/; do not edit.
#pragma once
#include <span>
#include <string_view>
namespace fixpoint::languages {
struct EmbeddedFile {
  std::string_view path;
  std::string_view bytes;
};
std::span<const EmbeddedFile> embedded_files();
}
]] @ONLY)
  file(CONFIGURE OUTPUT ${out}/embedded.gen.cpp CONTENT [[// Generated from data/; do not edit.
#include "languages/embedded.gen.hpp"
#include <vector>
@declarations@
namespace fixpoint::languages {
std::span<const EmbeddedFile> embedded_files() {
  static const std::vector<EmbeddedFile> kAll = {
@entries@  };
  return kAll;
}
}
]] @ONLY)
  set_source_files_properties(${out}/embedded.gen.S PROPERTIES OBJECT_DEPENDS "${depends}" LANGUAGE ASM)
  target_sources(${target} PRIVATE ${out}/embedded.gen.S ${out}/embedded.gen.cpp)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/generated)
endfunction()
