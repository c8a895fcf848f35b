# Third-party code: Debian packages only (docs/third-party.md lists them with their licences). Static archives where
# Debian has them, because start-up time is a promise.
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Threads REQUIRED)

function(fixpoint_package name header archive)
  find_path(${name}_INCLUDE ${header} REQUIRED)
  find_library(${name}_LIBRARY NAMES ${archive} REQUIRED)
  add_library(package::${name} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(package::${name} PROPERTIES IMPORTED_LOCATION ${${name}_LIBRARY}
                                                    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${${name}_INCLUDE})
endfunction()

fixpoint_package(re2 re2/re2.h libre2.a)
fixpoint_package(sqlite sqlite3.h libsqlite3.a)
fixpoint_package(zstd zstd.h libzstd.a)
fixpoint_package(xxhash xxhash.h libxxhash.a)
fixpoint_package(seccomp seccomp.h libseccomp.a)
# toml++ is headers only.
find_path(tomlplusplus_INCLUDE toml++/toml.h REQUIRED)
add_library(package::tomlplusplus INTERFACE IMPORTED GLOBAL)
target_include_directories(package::tomlplusplus SYSTEM INTERFACE ${tomlplusplus_INCLUDE})
set_property(TARGET package::re2 APPEND PROPERTY INTERFACE_LINK_LIBRARIES Threads::Threads)
set_property(TARGET package::sqlite APPEND PROPERTY INTERFACE_LINK_LIBRARIES Threads::Threads ${CMAKE_DL_LIBS} m)
