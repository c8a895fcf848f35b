# What all our own code is compiled with; third-party code links neither target.
add_library(fixpoint_standard INTERFACE)
target_compile_options(fixpoint_standard INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -fno-strict-aliasing
                                                   -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
target_include_directories(fixpoint_standard INTERFACE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
if(FIXPOINT_WERROR)
  target_compile_options(fixpoint_standard INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these falsely on inlined std::string, std::optional and std::expected code (PR105329, PR105562).
  target_compile_options(fixpoint_standard INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-free-nonheap-object -Wno-missing-field-initializers)
else()
  # libstdc++ 12 itself uses what it declares deprecated.
  target_compile_options(fixpoint_standard INTERFACE -Wno-deprecated-declarations -Wno-sign-conversion -Wno-missing-designated-field-initializers -Wno-missing-field-initializers)
endif()
if(FIXPOINT_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # A .cpp file that is included is taken for a header, whose types must not use anonymous namespaces.
  target_compile_options(fixpoint_standard INTERFACE -Wno-subobject-linkage)
endif()
if(FIXPOINT_SANITIZE)
  add_compile_options(-fsanitize=${FIXPOINT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${FIXPOINT_SANITIZE})
endif()
if(FIXPOINT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(FIXPOINT_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
# clang-tidy runs beside the compiler, on our own code only, and again only for what changed.
if(FIXPOINT_TIDY)
  find_program(FIXPOINT_CLANG_TIDY clang-tidy-19 REQUIRED)
endif()
find_program(FIXPOINT_CCACHE ccache)
if(FIXPOINT_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${FIXPOINT_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${FIXPOINT_CCACHE})
endif()

# The headers that nearly every file includes are parsed once per set of flags, not once per file. ccache needs the
# options here and the sloppiness that scripts/build.sh names.
if(FIXPOINT_PCH)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The warnings are false ones in std::string (PR105651), which GCC 12 no longer knows to be a system header's.
    target_compile_options(fixpoint_standard INTERFACE -fpch-preprocess -Wno-array-bounds -Wno-stringop-overflow)
  else()
    target_compile_options(fixpoint_standard INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

# fixpoint_precompile(target header...) gives a target a precompiled header of its own. The further headers are for Clang
# alone, which loads only what a file uses; GCC would pay for all of them in every file.
function(fixpoint_precompile target)
  if(FIXPOINT_PCH)
    set(headers ${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      list(APPEND headers ${ARGN})
    endif()
    target_precompile_headers(${target} PRIVATE ${headers})
  endif()
endfunction()

# One target per folder of src/: fixpoint_folder(diagnose base ...) makes fixpoint_diagnose of all its .cpp files and links
# what it names. Links are the architecture: nothing else may be included.
function(fixpoint_folder name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  add_library(fixpoint_${name} OBJECT ${sources})
  target_link_libraries(fixpoint_${name} PUBLIC fixpoint_standard)
  set_target_properties(fixpoint_${name} PROPERTIES UNITY_BUILD ${FIXPOINT_UNITY} UNITY_BUILD_BATCH_SIZE 6)
  if(FIXPOINT_TIDY)
    set_target_properties(fixpoint_${name} PROPERTIES CXX_CLANG_TIDY "${FIXPOINT_CLANG_TIDY};--quiet")
  endif()
  foreach(link IN LISTS ARGN)
    target_link_libraries(fixpoint_${name} PUBLIC ${link})
  endforeach()
  # All folders have the same flags, so they share the first one's.
  if(name STREQUAL "base")
    fixpoint_precompile(fixpoint_base <chrono> <filesystem> <functional> <nlohmann/json.hpp>)
  elseif(FIXPOINT_PCH)
    target_precompile_headers(fixpoint_${name} REUSE_FROM fixpoint_base)
  endif()
endfunction()
