// URLs of git repositories, compared as Argo CD compares them.
#ifndef MESHLINT_MODEL_REPOSITORY_URL_H_
#define MESHLINT_MODEL_REPOSITORY_URL_H_

#include <string>
#include <string_view>
#include <vector>

namespace meshlint::model {

// The URL in the form that Argo CD compares: lower case, without scheme, user and `.git`.
// "git@host:a/b.git" and "https://host/a/b" become "host/a/b".
std::string normalized_url(std::string_view url);

// Whether a URL, in any spelling, is one of these, which are normalized.
bool is_one_of(std::string_view url, const std::vector<std::string>& urls);

// True for Istio's own git repository, in any spelling of its URL.
bool is_istio_repository(std::string_view url);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_REPOSITORY_URL_H_
