# One folder of lib/ is one target, and its own include root.
#
#   meshlint_folder(kustomize SEES model SOURCES builder.cc ...)
#
# declares the target `meshlint_kustomize`. Its sources, and everything that links to it, may include
# "kustomize/..." and the headers of the folders that it SEES. Each folder is reached through a root of
# its own in the build folder, so an include of a folder that isn't listed doesn't compile.

# Declares what a folder may see, without any sources: for folders whose sources are split over
# several targets.
function(meshlint_root folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SEES")
  set(root "${PROJECT_BINARY_DIR}/roots/${folder}")
  file(MAKE_DIRECTORY "${root}")
  file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${root}/${folder}" SYMBOLIC)
  add_library(meshlint_${folder}_root INTERFACE)
  target_include_directories(meshlint_${folder}_root INTERFACE
    "${PROJECT_SOURCE_DIR}/lib/include" "${root}")
  list(TRANSFORM arg_SEES REPLACE "(.+)" "meshlint_\\1_root")
  target_link_libraries(meshlint_${folder}_root INTERFACE
    ${arg_SEES} meshlint_flags meshlint_dependencies)
endfunction()

# Objects that belong to a folder: all of its sources, or those that host programs need on their own.
function(meshlint_objects target folder)
  add_library(${target} OBJECT ${ARGN})
  target_link_libraries(${target} PUBLIC meshlint_${folder}_root)
  set_target_properties(${target} PROPERTIES
    POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()

function(meshlint_folder folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SEES;SOURCES")
  meshlint_root(${folder} SEES ${arg_SEES})
  meshlint_objects(meshlint_${folder} ${folder} ${arg_SOURCES})
endfunction()
