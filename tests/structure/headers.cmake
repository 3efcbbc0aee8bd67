# Every header of the tree compiles alone. NAME.cc shows it for NAME.h by including it first; the other
# headers are compiled here, each twice in one file. Not part of the default build: the test builds it.
function(meshlint_check_headers target root)
  file(GLOB headers CONFIGURE_DEPENDS ${ARGN})
  set(sources "")
  foreach(header IN LISTS headers)
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY "${root}" OUTPUT_VARIABLE name)
    cmake_path(REPLACE_EXTENSION header LAST_ONLY cc OUTPUT_VARIABLE body)
    if(EXISTS "${body}")
      file(STRINGS "${body}" first REGEX "^#include" LIMIT_COUNT 1)
      if(first STREQUAL "#include \"${name}\"")
        continue()
      endif()
    endif()
    set(source "${CMAKE_CURRENT_BINARY_DIR}/headers/${name}.cc")
    file(CONFIGURE OUTPUT "${source}" CONTENT "#include \"${name}\"\n#include \"${name}\"\n")
    list(APPEND sources "${source}")
  endforeach()
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${sources})
  # Only whether they compile counts.
  target_compile_options(${target} PRIVATE -O0 -g0 -fno-sanitize=all)
  target_link_libraries(${target} PRIVATE meshlint_internal)
endfunction()

meshlint_check_headers(meshlint_lib_headers "${PROJECT_SOURCE_DIR}/lib" "${PROJECT_SOURCE_DIR}/lib/*/*.h")
meshlint_check_headers(meshlint_rule_headers "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/rules/*/*.h")
# What is installed needs nothing but the standard library.
meshlint_check_headers(meshlint_public_headers "${PROJECT_SOURCE_DIR}/lib/include"
  "${PROJECT_SOURCE_DIR}/lib/include/meshlint/*.h")
add_custom_target(meshlint_headers
  DEPENDS meshlint_lib_headers meshlint_rule_headers meshlint_public_headers)
add_test(NAME headers_compile_alone
  COMMAND "${CMAKE_COMMAND}" --build "${PROJECT_BINARY_DIR}" --target meshlint_headers)
set_tests_properties(headers_compile_alone PROPERTIES TIMEOUT 900)
