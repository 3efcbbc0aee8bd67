# What `cmake --install` puts where: the library with its public headers, the C interface, the
# program, and what CMake and pkg-config need to find them. Everything is relative to the prefix,
# so the tree may be moved.
include(CMakePackageConfigHelpers)

set(meshlint_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/meshlint")
get_target_property(meshlint_type meshlint TYPE)
if(meshlint_type STREQUAL "STATIC_LIBRARY")
  set(MESHLINT_IS_STATIC TRUE)
  set(MESHLINT_PC_REQUIRES "Requires")
  # A C program links the C++ run time by name.
  set(MESHLINT_PC_RUNTIME " -lstdc++ -lm")
else()
  # Only who links statically has to see what a shared library brings along.
  set(MESHLINT_IS_STATIC FALSE)
  set(MESHLINT_PC_REQUIRES "Requires.private")
  set(MESHLINT_PC_RUNTIME "")
endif()

set_target_properties(meshlint PROPERTIES
  VERSION "${PROJECT_VERSION}" SOVERSION "${PROJECT_VERSION_MAJOR}")
file(RELATIVE_PATH meshlint_bin_to_lib
  "/prefix/${CMAKE_INSTALL_BINDIR}" "/prefix/${CMAKE_INSTALL_LIBDIR}")
set_target_properties(meshlint_cli PROPERTIES INSTALL_RPATH "$ORIGIN/${meshlint_bin_to_lib}")
set_target_properties(meshlint_c PROPERTIES INSTALL_RPATH "$ORIGIN")

install(TARGETS meshlint meshlint_c EXPORT meshlintTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(TARGETS meshlint_cli RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/lib/include/" "${PROJECT_SOURCE_DIR}/bindings/c/include/"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")

install(EXPORT meshlintTargets NAMESPACE meshlint:: DESTINATION "${meshlint_cmake_dir}")
configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/meshlintConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/meshlintConfig.cmake"
  INSTALL_DESTINATION "${meshlint_cmake_dir}")
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/meshlintConfigVersion.cmake"
  VERSION "${PROJECT_VERSION}" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/meshlintConfig.cmake"
  "${PROJECT_BINARY_DIR}/meshlintConfigVersion.cmake"
  DESTINATION "${meshlint_cmake_dir}")

file(RELATIVE_PATH MESHLINT_PC_TO_PREFIX
  "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
foreach(package meshlint meshlint-c)
  configure_file(
    "${PROJECT_SOURCE_DIR}/cmake/${package}.pc.in" "${PROJECT_BINARY_DIR}/${package}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/${package}.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endforeach()
