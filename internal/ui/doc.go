// Package ui is how blogferry talks on standard error: lines behind the
// program's name, structured logs, and one progress line that is redrawn on a
// terminal and written now and then elsewhere. It knows terminals and no blogs,
// and never writes to standard output; Paint is for those who do.
//
// Bar and lines share one writer, and a line would be written into the bar:
// everything that goes to standard error has to go through one Console.
package ui
