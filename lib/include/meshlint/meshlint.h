// Includes the whole public API, except the import of schemas (schema_import.h).
#ifndef MESHLINT_MESHLINT_H_
#define MESHLINT_MESHLINT_H_

#include "meshlint/config.h"
#include "meshlint/environments.h"
#include "meshlint/example.h"
#include "meshlint/export.h"
#include "meshlint/finding.h"
#include "meshlint/linter.h"
#include "meshlint/render.h"
#include "meshlint/report.h"
#include "meshlint/result.h"
#include "meshlint/schema.h"

#endif  // MESHLINT_MESHLINT_H_
