# Tests that need the shared folder, and the time to go through it.

# Upstream's CRDs against schemas/, against themselves and against our export.
add_executable(meshlint_crd_tests
  conformance/annotations_test.cc
  conformance/crd_rules_test.cc
  conformance/crd_test.cc)
target_include_directories(meshlint_crd_tests PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
target_link_libraries(meshlint_crd_tests PRIVATE
  meshlint_shipped_rules meshlint_cel meshlint_schema meshlint_facts_reader meshlint_yaml meshlint_text
  GTest::gtest_main)
target_compile_definitions(meshlint_crd_tests PRIVATE
  MESHLINT_SHARED_DIR="${MESHLINT_SHARED_DIR}"
  MESHLINT_SCHEMAS_DIR="${PROJECT_SOURCE_DIR}/schemas")
gtest_discover_tests(meshlint_crd_tests
  DISCOVERY_TIMEOUT 60
  PROPERTIES LABELS conformance TIMEOUT 900)

# Expressions, by upstream's tests of them.
add_executable(meshlint_cel_conformance_tests
  conformance/cel_test.cc
  conformance/textproto.cc)
target_link_libraries(meshlint_cel_conformance_tests PRIVATE
  meshlint_shipped_rules meshlint_cel meshlint_schema meshlint_facts_reader meshlint_yaml meshlint_text
  GTest::gtest_main)
target_compile_definitions(meshlint_cel_conformance_tests PRIVATE
  MESHLINT_SHARED_DIR="${MESHLINT_SHARED_DIR}"
  MESHLINT_CONFORMANCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}/conformance")
gtest_discover_tests(meshlint_cel_conformance_tests
  DISCOVERY_TIMEOUT 60
  PROPERTIES LABELS conformance)

# What the shared folder holds: real repositories, and the tests of upstream.
add_executable(meshlint_conformance_tests
  conformance/corpora_test.cc
  conformance/emit_peer_test.cc
  conformance/istio_analyze_test.cc
  conformance/istio_dataset_test.cc
  conformance/kustomize_test.cc
  conformance/nautible_test.cc
  conformance/yaml_readers_test.cc
  conformance/yaml_tree_test.cc)
target_include_directories(meshlint_conformance_tests PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
target_link_libraries(meshlint_conformance_tests PRIVATE meshlint_internal GTest::gtest_main)
target_compile_definitions(meshlint_conformance_tests PRIVATE
  MESHLINT_SHARED_DIR="${MESHLINT_SHARED_DIR}"
  MESHLINT_CONFORMANCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}/conformance")
gtest_discover_tests(meshlint_conformance_tests
  DISCOVERY_TIMEOUT 60
  PROPERTIES LABELS conformance TIMEOUT 600)

# What Istio's webhook rejects: each line of the checklist has a rule or a reason, and the verdicts are those of the
# real webhook.
add_test(NAME istio_validation
  COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/conformance/istio_validation.py" "${MESHLINT_SHARED_DIR}")
add_test(NAME istio_webhook
  COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/conformance/istio_webhook.sh" $<TARGET_FILE:meshlint_cli> "${MESHLINT_SHARED_DIR}")
set_tests_properties(istio_validation istio_webhook PROPERTIES LABELS conformance SKIP_RETURN_CODE 77)

# The facts, made again from upstream's schemas.
add_test(NAME renew_facts
  COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/conformance/renew.sh"
    $<TARGET_FILE:meshlint_cli> "${MESHLINT_SHARED_DIR}")
set_tests_properties(renew_facts PROPERTIES LABELS conformance SKIP_RETURN_CODE 77 TIMEOUT 900)
