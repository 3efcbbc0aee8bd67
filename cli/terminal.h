// What the subcommands ask about where their output goes.
#ifndef MESHLINT_CLI_TERMINAL_H_
#define MESHLINT_CLI_TERMINAL_H_

namespace meshlint::cli {

// Whether that file descriptor is a terminal that shows colours, and nobody asked for none.
bool takes_color(int descriptor);

}  // namespace meshlint::cli

#endif  // MESHLINT_CLI_TERMINAL_H_
