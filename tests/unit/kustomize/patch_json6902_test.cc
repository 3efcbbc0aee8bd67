#include "kustomize/patch_json6902.h"

#include "tests/unit/kustomize/tree.h"
#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

struct Patched {
  std::string text;
  Lines problems;
  bool is_same = false;  // the very record that went in
};

Patched run_patch(const std::string& target, const std::string& operations) {
  const text::Source a("target.yaml", target);
  const text::Source b("patch.yaml", operations);
  const yaml::File target_file = yaml::parse(a, 0);
  const yaml::File patch_file = yaml::parse(b, 1);
  Patched patched;
  std::vector<text::Problem> problems;
  const JsonPatch patch = JsonPatch::compile(patch_file.documents.at(0).root, problems);
  yaml::Arena arena;
  const yaml::Node root = target_file.documents.at(0).root;
  std::size_t node_budget = 100'000;
  const JsonPatch::Result result = patch.apply(arena, root, "Service shop/reviews", node_budget);
  patched.text = emit(yaml::Node(&result.root));
  patched.is_same = result.root.entries == root.record()->entries;
  for (const text::Problem& problem : problems) patched.problems.push_back(problem.message);
  for (const text::Problem& problem : result.problems) patched.problems.push_back(problem.message);
  return patched;
}

TEST(JsonPatch, every_operation) {
  struct Case {
    const char* operation;
    const char* want;
  };
  for (const auto& [operation, want] : {
           Case{"{op: add, path: /m/c, value: 3}", "l:\n- 1\n- 2\nm:\n  a/b: 1\n  c: 3\n"},
           Case{"{op: add, path: /l/0, value: 0}", "l:\n- 0\n- 1\n- 2\nm:\n  a/b: 1\n"},
           Case{"{op: add, path: /l/-, value: 3}", "l:\n- 1\n- 2\n- 3\nm:\n  a/b: 1\n"},
           Case{"{op: add, path: /l/2, value: 3}", "l:\n- 1\n- 2\n- 3\nm:\n  a/b: 1\n"},
           Case{"{op: add, path: /m/a~1b, value: x}", "l:\n- 1\n- 2\nm:\n  a/b: x\n"},
           Case{"{op: remove, path: /l/0}", "l:\n- 2\nm:\n  a/b: 1\n"},
           Case{"{op: remove, path: /l/-1}", "l:\n- 1\nm:\n  a/b: 1\n"},
           Case{"{op: remove, path: /m/a~1b}", "l:\n- 1\n- 2\nm: {}\n"},
           Case{"{op: replace, path: /l/1, value: [x]}", "l:\n- 1\n- - x\nm:\n  a/b: 1\n"},
           // A map takes a key that it has not, as the library of kustomize does.
           Case{"{op: replace, path: /m/new, value: 1}", "l:\n- 1\n- 2\nm:\n  a/b: 1\n  new: 1\n"},
           Case{"{op: move, from: /l, path: /m/l}", "m:\n  a/b: 1\n  l:\n  - 1\n  - 2\n"},
           Case{"{op: copy, from: /l/0, path: /l/-}", "l:\n- 1\n- 2\n- 1\nm:\n  a/b: 1\n"},
           Case{"{op: test, path: /l/0, value: 1}", "l:\n- 1\n- 2\nm:\n  a/b: 1\n"},
       }) {
    const Patched patched = run_patch("l: [1, 2]\nm: {a/b: 1}\n", std::string("- ") + operation);
    EXPECT_EQ(patched.text, want) << operation;
    EXPECT_TRUE(patched.problems.empty()) << operation << ": " << patched.problems.front();
  }
}

TEST(JsonPatch, nothing_changed_keeps_the_record) {
  EXPECT_TRUE(run_patch("a: {b: 1}\n", "- {op: test, path: /a/b, value: 1}\n").is_same);
}

TEST(JsonPatch, a_missing_path_says_how_far_it_leads) {
  const std::string target = "spec: {http: [{route: []}], hosts: [a, b]}\n";
  struct Case {
    const char* operation;
    const char* want;
  };
  for (const auto& [operation, want] : {
           Case{"{op: remove, path: /spec/tls}",
                "Service shop/reviews has no \"/spec/tls\"; \"/spec\" has http, hosts"},
           Case{"{op: replace, path: /spec/http/1/route, value: 1}",
                "Service shop/reviews has no \"/spec/http/1/route\"; \"/spec/http\" has 1 item"},
           Case{"{op: add, path: /metadata/labels/a, value: 1}",
                "Service shop/reviews has no \"/metadata/labels/a\"; the resource has spec"},
           Case{"{op: add, path: /spec/hosts/0/x, value: 1}",
                "Service shop/reviews has no \"/spec/hosts/0/x\"; \"/spec/hosts/0\" is \"a\""},
           Case{"{op: add, path: /spec/hosts/9, value: 1}",
                "Service shop/reviews has no \"/spec/hosts/9\"; \"/spec/hosts\" has 2 items"},
           Case{"{op: copy, from: /x, path: /y}",
                "Service shop/reviews has no \"/x\"; the resource has spec"},
       }) {
    EXPECT_EQ(run_patch(target, std::string("- ") + operation).problems, Lines{want});
  }
}

TEST(JsonPatch, a_failed_operation_stops_the_rest) {
  const Patched patched =
      run_patch("a: 1\n",
                "- {op: add, path: /b, value: 1}\n- {op: test, path: /a, value: 2}\n"
                "- {op: add, path: /c, value: 1}\n- {op: remove, path: /nowhere}\n");
  EXPECT_EQ(patched.text, "a: 1\nb: 1\n");
  EXPECT_EQ(patched.problems, Lines{"test fails: \"/a\" of Service shop/reviews is \"1\""});
}

TEST(JsonPatch, copies_cannot_explode) {
  std::string operations;
  for (int i = 0; i < 60; ++i) {
    operations += "- {op: copy, from: /a, path: /a/x" + std::to_string(i) + "}\n";
  }
  const Patched patched = run_patch("a: {b: 1}\n", operations);
  ASSERT_EQ(patched.problems.size(), 1u);
  EXPECT_EQ(patched.problems[0],
            "the copies in this patch make the resource too large; it is not checked");
}

TEST(JsonPatch, big_maps_and_lists_are_patched_quickly) {
  std::string target = "m:\n";
  std::string operations;
  for (int i = 0; i < 20000; ++i) {
    const std::string number = std::to_string(i);
    target += "  k" + number + ": 1\n";
    operations += "- {op: replace, path: /m/k" + number + ", value: 2}\n";
    operations += "- {op: add, path: /m/n" + number + ", value: 2}\n";
    operations += "- {op: remove, path: /m/k" + number + "}\n";
  }
  const Patched patched = run_patch(target, operations);
  EXPECT_TRUE(patched.problems.empty());
  EXPECT_EQ(patched.text.find("k1"), std::string::npos);
  EXPECT_NE(patched.text.find("n19999: 2"), std::string::npos);
}

}  // namespace
}  // namespace meshlint::kustomize
