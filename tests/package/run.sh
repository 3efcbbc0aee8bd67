#!/bin/sh
# Installs a build into a folder of its own, moves it, and builds a program against it, by CMake
# and by pkg-config, as somebody who has never seen the source tree would.
#
#   tests/package/run.sh BUILD_DIR
set -eu

build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/first" >/dev/null
mv "$scratch/first" "$scratch/prefix" # nothing may remember where it was installed
prefix=$scratch/prefix

echo "== the program"
"$prefix/bin/meshlint" --version

echo "== find_package"
cmake -S "$here" -B "$scratch/by-cmake" -DCMAKE_PREFIX_PATH="$prefix" \
  -DCMAKE_BUILD_TYPE=Release >"$scratch/cmake.log" || { cat "$scratch/cmake.log"; exit 1; }
cmake --build "$scratch/by-cmake"
cd "$scratch"
"$scratch/by-cmake/consumer"
"$scratch/by-cmake/c_consumer"

echo "== pkg-config"
pc=$(dirname "$(find "$prefix" -name meshlint.pc)")
export PKG_CONFIG_PATH="$pc"
export LD_LIBRARY_PATH="${pc%/pkgconfig}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
# shellcheck disable=SC2046,SC2086 # flags are words
${CXX:-c++} -std=c++20 ${CXXFLAGS:-} "$here/consumer.cc" -o "$scratch/consumer" \
  $(pkg-config --cflags --libs meshlint)
"$scratch/consumer"
# shellcheck disable=SC2046,SC2086
${CC:-cc} ${CFLAGS:-} "$here/c_consumer.c" -o "$scratch/c_consumer" $(pkg-config --cflags --libs meshlint-c)
"$scratch/c_consumer"

echo "== headers compile alone"
for header in "$prefix"/include/meshlint/*.h; do
  case $header in
    */c.h) printf '#include <meshlint/c.h>\n' | ${CC:-cc} -std=c99 -pedantic-errors -Wall -Werror \
      -I"$prefix/include" -fsyntax-only -x c - ;;
  esac
  printf '#include <meshlint/%s>\n' "$(basename "$header")" | ${CXX:-c++} -std=c++20 -Wall -Wextra \
    -Wpedantic -Werror -I"$prefix/include" -fsyntax-only -x c++ -
done
echo "the package works"
