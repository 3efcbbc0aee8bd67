// MESHLINT_EXPORT marks what other programs may link against; everything else in the library is
// hidden. MESHLINT_LIFETIMEBOUND marks a result that is valid only as long as the argument or
// object it comes from (clang checks it).
#ifndef MESHLINT_EXPORT_H_
#define MESHLINT_EXPORT_H_

#if defined(_WIN32)
#define MESHLINT_EXPORT
#else
#define MESHLINT_EXPORT __attribute__((visibility("default")))
#endif

#if defined(__clang__)
#define MESHLINT_LIFETIMEBOUND [[clang::lifetimebound]]
#else
#define MESHLINT_LIFETIMEBOUND
#endif

#endif  // MESHLINT_EXPORT_H_
