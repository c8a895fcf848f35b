# Installing: the program, the library with its headers and CMake package, the manual page and completions; and a .deb.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS fixpoint_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY include/fixpoint DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# One archive holds everything of ours and the grammars; what it needs from the system is named in the package file.
set(merged ${CMAKE_BINARY_DIR}/libfixpoint_all.a)
get_target_property(grammar_targets tree_sitter INTERFACE_LINK_LIBRARIES)
set(script "CREATE ${merged}\nADDLIB $<TARGET_FILE:fixpoint>\nADDLIB $<TARGET_FILE:tree_sitter>\n")
foreach(grammar IN LISTS grammar_targets)
  string(APPEND script "ADDLIB $<TARGET_FILE:${grammar}>\n")
endforeach()
string(APPEND script "SAVE\nEND\n")
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/merge.mri CONTENT "${script}")
add_custom_command(OUTPUT ${merged} COMMAND ${CMAKE_AR} -M < ${CMAKE_BINARY_DIR}/merge.mri
                   DEPENDS fixpoint tree_sitter ${grammar_targets} ${CMAKE_BINARY_DIR}/merge.mri VERBATIM)
add_custom_target(fixpoint_all ALL DEPENDS ${merged})
install(FILES ${merged} DESTINATION ${CMAKE_INSTALL_LIBDIR} RENAME libfixpoint.a)

configure_package_config_file(cmake/fixpointConfig.cmake.in ${CMAKE_BINARY_DIR}/fixpointConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/fixpoint
                              PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/fixpointConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/fixpointConfig.cmake ${CMAKE_BINARY_DIR}/fixpointConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/fixpoint)

foreach(shell IN ITEMS bash zsh fish)
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/completion.${shell}
                     COMMAND fixpoint_cli completion ${shell} > ${CMAKE_BINARY_DIR}/completion.${shell}
                     DEPENDS fixpoint_cli VERBATIM)
  list(APPEND completions ${CMAKE_BINARY_DIR}/completion.${shell})
endforeach()
add_custom_target(fixpoint_completions ALL DEPENDS ${completions})
install(FILES ${CMAKE_BINARY_DIR}/completion.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME fixpoint)
install(FILES ${CMAKE_BINARY_DIR}/completion.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME _fixpoint)
install(FILES ${CMAKE_BINARY_DIR}/completion.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME fixpoint.fish)
install(FILES docs/fixpoint.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES LICENSE docs/third-party.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fixpoint)
set(CPACK_PACKAGE_CONTACT "The fixpoint authors <fixpoint@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
include(CPack)
