// Package ui writes messages to standard error: lines prefixed with the program's name,
// structured logs, and a progress bar that is redrawn on a terminal and logged from time to
// time elsewhere. It knows terminals but not blogs, and never writes to standard output;
// Paint colors text for callers that do.
//
// Everything written to standard error must go through one Console, since the progress bar
// shares the line.
package ui
