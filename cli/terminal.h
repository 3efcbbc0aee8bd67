// What the subcommands need to know about the terminal.
#ifndef MESHLINT_CLI_TERMINAL_H_
#define MESHLINT_CLI_TERMINAL_H_

namespace meshlint::cli {

// Whether the descriptor is a terminal that shows colors and NO_COLOR isn't set.
bool takes_color(int descriptor);

}  // namespace meshlint::cli

#endif  // MESHLINT_CLI_TERMINAL_H_
